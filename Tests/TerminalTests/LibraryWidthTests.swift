import Canvas
import Glibc
import Testing

@testable import Terminal

/// The C library places what is handed to curses, so the canvas has to agree with it, scalar by
/// scalar; what the library is too old to know becomes a question mark at the edge.
@Test func widthsAreTheCLibrarys() throws {
    try #require(setlocale(LC_CTYPE, "C.UTF-8") != nil)
    var different: [String] = []
    for value in UInt32(0x20)...0x3FFFF {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let ours: Int
        switch ScalarClass(scalar) {
        case .narrow: ours = 1
        case .wide, .modifier: ours = 2
        case .mark: ours = 0
        case .ignored, .forbidden: continue
        }
        if let theirs = LibraryWidth.columns(scalar), theirs != ours {
            different.append("\(String(value, radix: 16)) \(ours)≠\(theirs)")
        }
    }
    #expect(different.isEmpty, "\(different.count): \(different.prefix(40))")
}

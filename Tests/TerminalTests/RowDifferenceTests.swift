import Canvas
import Testing

@testable import Terminal

/// What of a row has to be handed over when it becomes another.
@Suite struct RowDifferenceTests {
    private func difference(_ old: String, _ new: String) -> Range<Int>? {
        func row(_ text: String) -> [Cell] {
            var frame = Frame(Size(width: 10, height: 1))
            frame.put(text, x: 0, y: 0, style: .plain)
            return frame.cells
        }
        return row(new).withUnsafeBufferPointer { new in
            row(old).withUnsafeBufferPointer { old in
                guard let newStart = new.baseAddress, let oldStart = old.baseAddress else {
                    return nil
                }
                return TerminalSession.difference(newStart, oldStart, count: 10)
            }
        }
    }

    @Test func anEqualRowIsNothing() {
        #expect(difference("日本 abc", "日本 abc") == nil)
    }

    @Test func theSpanGoesFromTheFirstToTheLastChange() {
        #expect(difference("abcdefghij", "abXdeYghij") == 2..<6)
        #expect(difference("abcdefghij", "Xbcdefghij") == 0..<1)
        #expect(difference("abcdefghij", "abcdefghiX") == 9..<10)
    }

    @Test func wideGlyphsAreTakenWhole() {
        #expect(difference("a日b", "a本b") == 1..<3)
        #expect(difference("a日b", "axyb") == 1..<3)
        #expect(difference("axyb", "a日b") == 1..<3)
        #expect(difference("日本", " 日a") == 0..<4)
    }
}

import Detection
import Testing

@Suite struct AdaptiveWindowTests {
    /// A step of a thousand after `at` zeros, with a slight slope, through river 0.26.1.
    @Test(arguments: [
        (6, 5, [11, 144, 277]), (6, 2, [10, 139, 268]), (6, 20, [80, 231]),
        (7, 5, [12, 145, 278]), (8, 5, [13, 146, 279]), (8, 20, [68, 219]),
        (9, 5, [13, 146, 279]), (10, 5, [14, 147, 280]), (10, 20, [56, 207]),
        (12, 2, [13, 142, 271]), (20, 5, [23, 156, 289]), (20, 2, [20, 149, 278]),
        (40, 5, [41, 174]), (40, 2, [40, 169, 298]), (40, 20, [51, 202]), (100, 5, [100, 233]),
        (100, 2, [100, 229]), (100, 20, [104, 255]),
    ])
    func aStepIsFoundAsSoonAsBothSidesAreLongEnough(
        _ at: Int, _ leastWindow: Int, _ changes: [Int]
    ) {
        var window = AdaptiveWindow(delta: 0.9, clock: 1, leastWindow: leastWindow)
        let found = (0..<300).filter { index in
            window.update(index < at ? 0 : 1_000 + 0.001 * Double(index)) == .change
        }
        #expect(found == changes)
    }

    @Test func theMeanIsThatOfTheWindow() {
        var window = AdaptiveWindow()
        #expect(window.mean == 0)
        for value in 1...100 { #expect(window.update(Double(value % 2)) == .steady) }
        #expect(window.width == 100)
        #expect(window.mean == 0.5)
    }
}

import Testing

@testable import Canvas

@Suite struct PaletteTests {
    @Test func fixedColoursAreTheirOwnNearest() {
        for index in UInt8(16)...255 {
            let near = Palette.nearest256(Palette.rgb(index))
            #expect(Palette.rgb(near) == Palette.rgb(index), "\(index)")
        }
        for index in UInt8(0)..<16 {
            #expect(Palette.nearest16(Palette.rgb(index)) == index)
        }
    }

    /// Values from xterm's own table (256colres).
    @Test(
        arguments: [
            (UInt8(16), [0, 0, 0]), (UInt8(21), [0, 0, 255]), (UInt8(67), [95, 135, 175]),
            (UInt8(208), [255, 135, 0]), (UInt8(231), [255, 255, 255]), (UInt8(232), [8, 8, 8]),
            (UInt8(255), [238, 238, 238]),
        ] as [(UInt8, [UInt8])])
    func paletteIsXterms(index: UInt8, expected: [UInt8]) {
        let color = Palette.rgb(index)
        #expect([color.red, color.green, color.blue] == expected)
    }

    @Test(
        arguments: [
            ([254, 1, 2], 196), ([90, 90, 96], 59), ([120, 121, 119], 243), ([255, 130, 10], 208),
            ([3, 3, 3], 16),
        ] as [([UInt8], UInt8)])
    func nearColoursAreFound(color: [UInt8], index: UInt8) {
        #expect(Palette.nearest256((color[0], color[1], color[2])) == index)
    }

    @Test func depthDecidesWhatAColourBecomes() {
        let orange = Color.rgb(255, 135, 0)
        #expect(orange.quantized(to: .full) == orange)
        #expect(orange.quantized(to: .palette) == .indexed(208))
        #expect(Color.indexed(208).quantized(to: .palette) == .indexed(208))
        #expect(Color.indexed(231).quantized(to: .sixteen) == .indexed(15))
        #expect(orange.quantized(to: .mono) == .terminalDefault)
        #expect(Color.indexed(3).quantized(to: .sixteen) == .indexed(3))
    }
}

@Suite struct ContrastTests {
    /// The worked values everybody quotes: 21, 1, and #767676 as the lightest AA grey on white.
    @Test func ratiosAreThoseOfTheStandard() {
        #expect(abs(Contrast.ratio((0, 0, 0), (255, 255, 255)) - 21) < 1e-9)
        #expect(Contrast.ratio((12, 34, 56), (12, 34, 56)) == 1)
        #expect(abs(Contrast.ratio((0x76, 0x76, 0x76), (255, 255, 255)) - 4.54) < 0.005)
        #expect(Contrast.ratio((0x77, 0x77, 0x77), (255, 255, 255)) < 4.5)
        #expect(abs(Contrast.ratio((255, 0, 0), (255, 255, 255)) - 3.998) < 0.001)
    }

    @Test func orderDoesNotMatter() {
        #expect(
            Contrast.ratio((9, 80, 7), (200, 1, 90)) == Contrast.ratio((200, 1, 90), (9, 80, 7)))
    }
}

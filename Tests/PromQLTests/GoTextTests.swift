import PromQL
import Testing

/// Expected texts come from Go's strconv and fmt.
struct GoTextTests {
    @Test(
        arguments: [
            (0.1, "0.1"), (1e21, "1000000000000000000000"), (1e-7, "0.0000001"), (12.5, "12.5"),
            (-3, "-3"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
            (123_456_789.125, "123456789.125"), (0, "0"),
        ] as [(Double, String)])
    func decimal(_ value: Double, _ text: String) {
        #expect(GoNumber.decimal(value) == text)
    }

    @Test(
        arguments: [
            (1e21, 21, "1e+21"), (1e20, 21, "100000000000000000000"), (1e6, 6, "1e+06"),
            (123_456, 6, "123456"), (1_234_567, 6, "1.234567e+06"), (1e-5, 21, "1e-05"),
            (0.0001, 21, "0.0001"), (1.01, 6, "1.01"),
        ] as [(Double, Int, String)])
    func general(_ value: Double, _ threshold: Int, _ text: String) {
        #expect(GoNumber.general(value, threshold: threshold) == text)
    }

    @Test(
        arguments: [
            ("0x1F", 31), ("1_000", 1_000), (".5", 0.5), ("2.", 2), ("1.e3", 1_000),
            ("-Inf", -.infinity),
            ("+inf", .infinity), ("12.34e-6", 12.34e-6),
        ] as [(String, Double)])
    func readsNumbers(_ text: String, _ value: Double) {
        #expect(GoNumber.parse(text) == value)
    }

    @Test(arguments: ["", "e5", "1e", "abc", "5m", "0x", "1 2", "--1", ".", "1__0", "1_"])
    func refusesWhatIsNoNumber(_ text: String) {
        #expect(GoNumber.parse(text) == nil)
    }

    /// As promtool evaluates `vector(017)`.
    @Test(
        arguments: [
            ("017", 15), ("0777", 511), ("-017", -15), ("08", 8), ("017.5", 17.5), ("00", 0),
            ("0_17", 15), ("0", 0), ("0x17", 23),
        ] as [(String, Double)])
    func readsLiteralsWithALeadingZeroAsOctal(_ text: String, _ value: Double) {
        #expect(GoNumber.literal(text) == value)
    }

    @Test func quotesBytesThatAreNoText() {
        #expect(GoString.quoted([0x61, 0xc5, 0x7a]) == #""a\xc5z""#)
        #expect(GoString.quoted("é\n\"\u{1}") == #""é\n\"\x01""#)
    }

    @Test(arguments: [
        (#""a\tb""#, "a\tb"), (#"'it\'s'"#, "it's"), ("`raw\\n`", "raw\\n"),
        (#""\u00e9\x41\101""#, "éAA"),
    ])
    func unquotes(_ literal: String, _ text: String) throws {
        #expect(try GoString.unquoted(Array(literal.utf8)[...]) == Array(text.utf8))
    }
}

import Documents
import Testing

private func fault(_ yaml: String, _ read: (DocumentNode) throws(DocumentError) -> Void) -> String {
    do {
        try read(Document(yaml: yaml, file: "x.yaml").root)
        return "no error"
    } catch { return error.description }
}

@Test("Broken YAML names file, line and column")
func brokenYAML() {
    let text = fault("a: 1\nb: [1, 2\nc: 3\n") { _ in }
    #expect(text.hasPrefix("x.yaml:3:"))
    #expect(text.contains("not valid YAML"))
}

@Test("An unknown key is refused with its position and the nearest known key")
func unknownKey() {
    let text = fault("window: 5m\nretenton: 1h\n") { node throws(DocumentError) in
        _ = try node.mapping(of: "driftop.yaml", keys: ["window", "retention"])
    }
    #expect(
        text == "x.yaml:2:1: unknown key \"retenton\" in driftop.yaml; did you mean \"retention\"?")
}

@Test("A duplicate key is refused")
func duplicateKey() {
    #expect(fault("a: 1\na: 2\n") { _ in }.contains("twice"))
}

@Test(
    "Durations follow Prometheus's syntax",
    arguments: [
        ("5m", 300.0), ("1h30m", 5_400), ("500ms", 0.5), ("7d", 604_800), ("0", 0),
        ("2w", 1_209_600),
    ])
func durations(text: String, seconds: Double) {
    #expect(DocumentNode.seconds(of: text) == seconds)
}

@Test("What is no duration is refused", arguments: ["", "5", "m", "5m1h", "5 m", "-5m", "1.5h"])
func notDurations(text: String) {
    #expect(DocumentNode.seconds(of: text) == nil)
}

@Test("A wrong type says what was expected and what stands there")
func wrongType() {
    let text = fault("size: [1]\n") { node throws(DocumentError) in
        let map = try node.mapping(of: "x", keys: ["size"])
        _ = try map.double("size")
    }
    #expect(text.hasPrefix("x.yaml:1:7: expected a number, found a list"))
}

@Test("Quoted numbers stay text and empty files are null")
func quotingAndEmptiness() throws {
    #expect(try Document(yaml: "", file: "x").root.isNull)
    let map = try Document(yaml: "v: \"8\"\n", file: "x").root.mapping(of: "x", keys: ["v"])
    #expect(try map.string("v") == "8")
    #expect(throws: DocumentError.self) { try map.double("v") }
}

@Test("Aliases of aliases are refused before they fill the memory; a few are copies")
func aliasBomb() {
    var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for (name, of) in zip("bcdefghij", "abcdefghi") {
        bomb += "\(name): &\(name) [" + (0..<9).map { _ in "*\(of)" }.joined(separator: ",") + "]\n"
    }
    let text = fault(bomb) { _ in }
    #expect(text.hasPrefix("x.yaml:1:") && text.contains("too many values"), "\(text)")
    #expect(fault("a: &a {k: [1, 2]}\nb: [*a, *a]\nc: {<<: *a}\n") { _ in } == "no error")
}

import Canvas
import Dashboard
import Testing

struct KeyMapTests {
    @Test("every command has a row, and no key does two things")
    func complete() {
        let map = KeyMap.standard
        #expect(Set(map.bindings.map(\.command)) == Set(Command.allCases))
        let keys = map.bindings.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        #expect(map.bindings.allSatisfy { !$0.help.isEmpty })
    }

    @Test("help lists every row of the table with its keys")
    func help() {
        let model = Golden.model(Story.incident, .init(width: 120, height: 40))
        let lines = model.helpLines.map(\.plainText)
        for binding in model.keys.bindings {
            #expect(
                lines.contains { $0.contains(binding.keyNames) && $0.hasSuffix(binding.help) },
                "\(binding.command)")
        }
    }

    @Test("the README's table has a row for every command")
    func markdown() {
        let lines = KeyMap.standard.markdown.split(separator: "\n")
        #expect(lines.count == KeyMap.standard.bindings.count + 2)
        #expect(
            lines.contains { $0.hasPrefix("| `a` | Acknowledge") && $0.contains("`acknowledge`") })
    }

    @Test("the footer shows only keys that work here")
    func footer() {
        let size = Size(width: 120, height: 40)
        func footer(_ model: DashboardModel) -> String {
            String(view(model, size: size).row(39).map(\.glyph))
        }
        var model = Golden.model(Story.incident, size)
        #expect(footer(model).contains("a ack") && footer(model).contains("q quit"))
        model.readOnlyReason = "time travel"
        #expect(!footer(model).contains("ack") && footer(model).contains("q quit"))
        let empty = Golden.model(Story.empty, size)
        #expect(!footer(empty).contains("requests"))
    }

    @Test("a configuration gives commands other keys, and two may trade theirs")
    func rebind() throws {
        var map = KeyMap.standard
        try map.rebind(["acknowledge": ["A", "ctrl-a"], "down": ["k"], "up": ["j"]])
        #expect(map.command(for: .character("A")) == .acknowledge)
        #expect(map.command(for: .control("a")) == .acknowledge)
        #expect(map.command(for: .character("a")) == nil)
        #expect(map.command(for: .character("k")) == .down)
    }

    @Test("a wrong entry says what was meant")
    func wrong() {
        var map = KeyMap.standard
        #expect(throws: KeyMap.Failure.unknownCommand("xyz", nearest: nil)) {
            try map.rebind(["xyz": ["a"]])
        }
        #expect(throws: KeyMap.Failure.unknownCommand("acknowlege", nearest: "acknowledge")) {
            try map.rebind(["acknowlege": ["a"]])
        }
        #expect(throws: KeyMap.Failure.unknownKey(command: "undo", key: "hyper-x")) {
            try map.rebind(["undo": ["hyper-x"]])
        }
        #expect(throws: KeyMap.Failure.taken(command: "undo", key: "a", by: "acknowledge")) {
            try map.rebind(["undo": ["a"]])
        }
    }

    @Test("a rebound key is the one that footer, messages and help name")
    func named() throws {
        var model = Golden.model(Story.incident, .init(width: 120, height: 40))
        try model.keys.rebind(["acknowledge": ["A"], "undo": ["U"]])
        _ = update(&model, .key(.character("A")))
        _ = update(&model, .acted(note: "", refusal: nil))
        #expect(model.notice?.text.contains("U takes it back") == true)
        #expect(model.helpLines.contains { $0.plainText.hasPrefix("  A ") })
    }

    @Test("a terminal with ASCII only reads enter, not the letter of a twin")
    func asciiKeys() {
        var model = Golden.model(Story.incident, .init(width: 120, height: 40))
        model.glyphs = .ascii
        let lines = view(model, size: model.size).plainText().split(separator: "\n")
        #expect(lines.last?.hasPrefix(" enter why   a ack") == true)
    }

    @Test("keys are spelt in a configuration as help names them")
    func names() {
        #expect(Key(name: "ctrl-l") == .control("l"))
        #expect(Key(name: "page-down") == .pageDown)
        #expect(Key(name: "F5") == .function(5))
        #expect(Key(name: "?") == .character("?"))
        #expect(Key(name: "nonsense") == nil)
    }
}

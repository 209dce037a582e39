import Canvas
import Dashboard
import Foundation
import Testing

struct ThemeTests {
    private static let required = [
        "background": "#000000", "text": "#ffffff", "muted": "256:244", "accent": "cyan bold",
        "page": "#ff0000", "ticket": "yellow",
    ]

    @Test("roles read exact colours, palette indices, names, backgrounds and attributes")
    func specs() throws {
        var roles = Self.required
        roles["selection"] = "#010203 on bright-blue bold underline"
        let theme = try Theme(roles: roles, name: "t")
        #expect(theme[.page].foreground == .rgb(255, 0, 0))
        #expect(theme[.muted].foreground == .indexed(244))
        #expect(
            theme[.accent]
                == Style(
                    foreground: .indexed(6), background: .rgb(0, 0, 0), attributes: .bold))
        #expect(
            theme[.selection]
                == Style(
                    foreground: .rgb(1, 2, 3), background: .indexed(12),
                    attributes: [.bold, .underline]))
    }

    @Test("a role left out looks like the one it belongs to")
    func fallback() throws {
        let theme = try Theme(roles: Self.required, name: "t")
        #expect(theme[.breach] == theme[.page])
        #expect(theme[.compared] == theme[.muted])
        #expect(theme[.event] == theme[.accent])
    }

    @Test(
        "mistakes name the role and what was probably meant",
        arguments: [
            (["tikcet": "red"], ThemeError.unknownRole("tikcet", nearest: "ticket")),
            (
                ["good": "grene"],
                .badColour(role: "good", value: "grene", nearest: "green")
            ),
            (["good": "#12345"], .badColour(role: "good", value: "#12345", nearest: nil)),
            (["good": "red on"], .badColour(role: "good", value: "red on", nearest: nil)),
            (["good": "256:256"], .badColour(role: "good", value: "256:256", nearest: nil)),
        ])
    func mistakes(_ extra: [String: String], _ expected: ThemeError) {
        let roles = Self.required.merging(extra) { $1 }
        #expect(throws: expected) { try Theme(roles: roles, name: "t") }
        var missing = Self.required
        missing["page"] = nil
        #expect(throws: ThemeError.missingRole("page")) { try Theme(roles: missing, name: "t") }
    }

    @Test("there are at least eight themes, and two safe for the colour-blind")
    func count() throws {
        let names = try ThemeFolder.themes().map(\.name)
        #expect(names.count >= 8)
        #expect(names.contains("harbour") && names.contains("daybreak"))
    }

    @Test("every text has 4.5:1 on its background, trouble also on the row under the cursor")
    func contrast() throws {
        for theme in try ThemeFolder.themes() {
            for role in Role.allCases where role != .background {
                let ratio = Self.ratio(theme[role].foreground, theme[role].background)
                #expect(ratio >= 4.5, "\(theme.name): \(role.rawValue) \(ratio)")
            }
            let row = theme[.selection].background
            for role in [Role.page, .ticket, .accent, .text, .breach, .event]
            where theme[role].background == theme[.text].background {
                let shown = role == .text ? theme[.selection].foreground : theme[role].foreground
                let ratio = Self.ratio(shown, row)
                #expect(ratio >= 4.5, "\(theme.name): \(role.rawValue) on selection \(ratio)")
            }
        }
    }

    @Test("in a colour-blind safe theme trouble and calm differ in brightness or blue, not red")
    func colourBlind() throws {
        for theme in try ThemeFolder.themes() where ["harbour", "daybreak"].contains(theme.name) {
            let page = try #require(Self.rgb(theme[.page].foreground))
            let calm = try #require(Self.rgb(theme[.good].foreground))
            // Blue is what red-green blindness leaves untouched.
            #expect(abs(Int(page.blue) - Int(calm.blue)) >= 100, "\(theme.name)")
        }
    }

    @Test("no two themes draw the same frame")
    func distinct() throws {
        let themes = try ThemeFolder.themes() + [.builtIn, .mono]
        let frames = themes.map { theme in
            var model = Golden.model(Story.incident, Size(width: 120, height: 40))
            model.theme = theme
            return view(model, size: model.size).goldenText()
        }
        #expect(Set(frames).count == themes.count)
    }

    @Test("mono uses no colour at all")
    func mono() {
        for role in Role.allCases {
            #expect(Theme.mono[role].foreground == .terminalDefault)
            #expect(Theme.mono[role].background == .terminalDefault)
        }
    }

    private static func rgb(_ color: Color) -> Palette.RGB? {
        guard case .rgb(let red, let green, let blue) = color else { return nil }
        return Palette.RGB(red: red, green: green, blue: blue)
    }

    private static func ratio(_ text: Color, _ page: Color) -> Double {
        guard let one = rgb(text), let other = rgb(page) else { return 0 }
        return Contrast.ratio(one, other)
    }
}

/// The theme files, read line by line: they are flat lists of quoted words.
enum ThemeFolder {
    static func themes() throws -> [Theme] {
        var place = URL(fileURLWithPath: #filePath)
        repeat {
            place.deleteLastPathComponent()
        } while place.path != "/"
            && !FileManager.default.fileExists(
                atPath: place.appendingPathComponent("Package.swift").path)
        let folder = place.appendingPathComponent("themes").resolvingSymlinksInPath()
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "yaml" }
            .sorted { $0.path < $1.path }.map { file in
                let text = try String(contentsOf: file, encoding: .utf8)
                let pairs = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                    let parts = line.split(separator: ":", maxSplits: 1)
                    return (
                        String(parts[0]),
                        parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
                    )
                }
                return try Theme(
                    roles: Dictionary(uniqueKeysWithValues: pairs),
                    name: file.deletingPathExtension().lastPathComponent)
            }
    }
}

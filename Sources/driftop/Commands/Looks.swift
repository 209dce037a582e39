import Canvas
import Dashboard
import Documents
import Foundation

/// How the screen looks and which key does what, worked out from configuration and environment.
struct Looks {
    var theme: Theme
    var themes: [Theme]
    var glyphs: GlyphSet
    var keys: KeyMap
    /// nil leaves it to the terminal.
    var depth: ColorDepth?
    /// The terminal's palette may be redefined.
    var exact: Bool
    var files: ThemeFiles
    /// Theme files that could not be read: shown, never fatal, unless it is the one asked for.
    var faults: [DocumentError]

    /// - Parameter warn: say on standard error which theme files could not be read.
    init(
        _ configuration: Configuration, warn: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(StartError) {
        let path = configuration.theme.flatMap { $0.contains("/") ? $0 : nil }
        files = ThemeFiles(
            directories: ThemeFiles.standardDirectories(
                environment: environment, executable: Self.executable), file: path)
        let reading = files.read()
        themes = reading.themes
        faults = reading.faults
        if let fault = faults.first(where: { $0.file == path }) { throw StartError(fault) }
        let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        theme = try Self.theme(configuration.theme, path: path, among: themes)
        if noColour && configuration.theme == nil { theme = .mono }
        glyphs = Self.glyphs(configuration.glyphs, environment)
        exact = configuration.colours == .exact && !noColour
        depth =
            switch configuration.colours {
            case .mono: .mono
            case .sixteen: .sixteen
            case .indexed: .palette
            case .exact: nil
            case .auto: noColour ? .mono : nil
            }
        keys = .standard
        do {
            try keys.rebind(configuration.keys)
        } catch {
            throw StartError(.usage, "\(configuration.file ?? "keys"): keys: \(error)")
        }
        if warn {
            for fault in faults {
                try? FileHandle.standardError.write(contentsOf: Data("driftop: \(fault)\n".utf8))
            }
        }
    }

    /// Every theme that may be asked for.
    var themeNames: [String] { Self.names(themes) }

    private static func names(_ themes: [Theme]) -> [String] {
        let read = themes.map(\.name)
        return read + [Theme.builtIn.name, Theme.mono.name].filter { !read.contains($0) }
    }

    /// The theme of that name after the files were read again; the present one when it is gone.
    func themeAgain(_ present: Theme, among themes: [Theme]) -> Theme {
        themes.first { $0.name == present.name } ?? present
    }

    private static func theme(
        _ wanted: String?, path: String?, among themes: [Theme]
    ) throws(StartError) -> Theme {
        guard let wanted else { return .builtIn }
        let name =
            path.map { URL(filePath: $0).deletingPathExtension().lastPathComponent } ?? wanted
        if let found = themes.first(where: { $0.name == name }) { return found }
        if name == Theme.builtIn.name { return .builtIn }
        if name == Theme.mono.name { return .mono }
        let known = names(themes)
        let hint =
            Nearest.match(for: name, in: known).map { "did you mean \($0)?" }
            ?? "there are \(known.joined(separator: ", "))"
        throw StartError(.usage, "no theme \"\(name)\"; \(hint)")
    }

    /// A terminal that does not speak UTF-8 gets ASCII, the Linux console no braille.
    private static func glyphs(
        _ wanted: Configuration.Glyphs, _ environment: [String: String]
    ) -> GlyphSet {
        switch wanted {
        case .unicode: return .unicode
        case .block: return .block
        case .ascii: return .ascii
        case .auto: break
        }
        if environment["TERM"] == "linux" { return .block }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let isUTF8 = locale.map { $0.lowercased().replacing("-", with: "").contains("utf8") }
        return isUTF8 ?? true ? .unicode : .ascii
    }

    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "driftop"
    }
}

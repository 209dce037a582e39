/// Looks at the theme files once a second, in passing: no thread, no timer.
struct ThemeWatch {
    private var files: ThemeFiles
    /// When the loop must wake for a look; pictures come once a second, so it hardly ever does.
    var deadline: ContinuousClock.Instant { due + Self.pause }
    private var due = ContinuousClock.now + Self.pause

    private static let pause = Duration.seconds(1)

    init(_ files: ThemeFiles) { self.files = files }

    /// The files read again, when a look is due and one has changed.
    mutating func reading() -> ThemeFiles.Reading? {
        let now = ContinuousClock.now
        guard now >= due else { return nil }
        due = now + Self.pause
        return files.haveChanged() ? files.read() : nil
    }
}

import Glibc

/// Hears from the kernel that something in a few directories changed, so that nobody has to look.
///
/// Not every file system tells: what another machine writes to a shared one raises no event here.
/// Where that is so `isComplete` is false, and files must be looked at as before.
package final class DirectoryWatch {
    /// One watch a directory; more are not worth the kernel's memory.
    private static let limit = 256
    private static let events = UInt32(
        IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ONLYDIR)
    /// Readable when something changed; -1 when the kernel gave none.
    package let descriptor: Int32
    private var watched: [String: Int32] = [:]
    private var isRefused = false
    private var hasUntold = false

    /// What happened since it was asked last.
    package struct News: Equatable, Sendable {
        package var hasChanged = false
        /// Files may have come, or events were lost: everything is to be looked for again.
        package var mustRescan = false
    }

    package init() { descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Whether every change in every directory is told.
    package var isComplete: Bool { descriptor >= 0 && !isRefused && !hasUntold }

    /// Watches exactly these directories from now on.
    package func watch(_ directories: Set<String>) {
        guard descriptor >= 0 else { return }
        for (path, number) in watched where !directories.contains(path) {
            _ = inotify_rm_watch(descriptor, number)
            watched[path] = nil
        }
        isRefused = directories.count > Self.limit
        let mounts = MountTable()
        hasUntold = directories.contains(where: mounts.isShared)
        for path in directories.sorted().prefix(Self.limit) where watched[path] == nil {
            let number = inotify_add_watch(descriptor, path, Self.events)
            if number >= 0 { watched[path] = number } else { isRefused = true }
        }
    }

    /// Takes what the kernel has to tell; empty when nothing happened.
    package func take() -> News {
        var news = News()
        guard descriptor >= 0 else { return news }
        let header = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let got = read(descriptor, &buffer, buffer.count)
            guard got > 0 else { return news }
            news.hasChanged = true
            var at = 0
            while at + header <= got {
                let event = buffer.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                }
                note(event, &news)
                at += header + Int(event.len)
            }
        }
    }

    private func note(_ event: inotify_event, _ news: inout News) {
        let quiet = UInt32(IN_MODIFY | IN_CLOSE_WRITE)
        if event.mask & ~quiet != 0 { news.mustRescan = true }
        if event.mask & UInt32(IN_IGNORED) != 0 {
            // The directory itself went: it is watched again when it comes back.
            watched = watched.filter { $0.value != event.wd }
        }
    }
}

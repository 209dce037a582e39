import Glibc

/// Tells at once that something happened in a directory, where the system can (inotify).
///
/// A hint only: network file systems say nothing, queues overflow, watches run out. Polling is the
/// truth, and goes on without this.
package final class FileHints {
    /// To wait on: readable when something happened, negative where there are no hints.
    package let descriptor: Int32
    private var watches: [String: Int32] = [:]
    /// A watch costs kernel memory; what goes past is polled only.
    private static let watchLimit = 1_024

    package init() {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Watches directories: growth, creation, renames and deletions in them.
    package func watch(_ directories: some Sequence<String>) {
        guard descriptor >= 0 else { return }
        let mask = UInt32(
            IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE)
        for directory in directories where watches[directory] == nil {
            guard watches.count < Self.watchLimit else { return }
            let watch = inotify_add_watch(descriptor, directory, mask)
            if watch >= 0 { watches[directory] = watch }
        }
    }

    /// Empties the queue; whether anything was in it.
    package func drain() -> Bool {
        guard descriptor >= 0 else { return false }
        var any = false
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { room in
            while let base = room.baseAddress, Glibc.read(descriptor, base, room.count) > 0 {
                any = true
            }
        }
        return any
    }
}

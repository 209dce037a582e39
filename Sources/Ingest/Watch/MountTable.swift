import Foundation

/// Which file system a path lies on, as the kernel tells it.
struct MountTable {
    /// Of these another machine, or a program of its own, may be the writer.
    private static let shared: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "glusterfs", "lustre",
        "virtiofs", "vboxsf", "vmhgfs",
    ]

    private let mounts: [(point: String, kind: String)]

    /// - Parameter text: `/proc/self/mountinfo`, or something like it.
    init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap { Self.mount(String($0)) }
    }

    // Such as `36 35 98:0 / /mnt rw,noatime shared:1 - nfs4 server:/export rw`.
    private static func mount(_ line: String) -> (point: String, kind: String)? {
        let fields = line.split(separator: " ").map(String.init)
        guard let dash = fields.firstIndex(of: "-"), dash > 4, dash + 1 < fields.count else {
            return nil
        }
        return (fields[4].replacingOccurrences(of: "\\040", with: " "), fields[dash + 1])
    }

    init() {
        let bytes = FileManager.default.contents(atPath: "/proc/self/mountinfo") ?? Data()
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether what happens at a path may happen elsewhere, where this kernel does not see it.
    func isShared(_ path: String) -> Bool {
        let path = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let around = mounts.filter { mount in
            mount.point == "/" || path == mount.point || path.hasPrefix(mount.point + "/")
        }
        // Of two mounts at one point the later covers the earlier.
        let deepest = around.map(\.point.utf8.count).max()
        let mount = around.last { $0.point.utf8.count == deepest }
        guard let kind = mount?.kind else { return false }
        return Self.shared.contains(kind) || kind.hasPrefix("fuse")
    }
}

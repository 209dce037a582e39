/// What a file's name tells.
struct FileName {
    let name: String
    /// Without directory, rotation suffix and extension: `fraud` for `logs/fraud.jsonl.1`.
    let base: String
    /// Lower case, without the rotation suffix: `jsonl`.
    let fileExtension: String
    /// The log that this is a rotated part of: `fraud.jsonl` for `fraud.jsonl.1`.
    let rotatedFrom: String?

    init(path: String) {
        name = path.split(separator: "/").last.map(String.init) ?? path
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var rotated = false
        // Digits and dashes behind a real extension: `.1`, `.2026-11-23`, `.20261123-01`.
        while parts.count > 2, let last = parts.last, Self.isRotation(last) {
            parts.removeLast()
            rotated = true
        }
        rotatedFrom = rotated ? parts.joined(separator: ".") : nil
        fileExtension = parts.count > 1 ? (parts.last ?? "").lowercased() : ""
        let stem = parts.count > 1 ? parts.dropLast().joined(separator: ".") : name
        base = stem.isEmpty ? name : stem
    }

    private static func isRotation(_ text: String) -> Bool {
        if text == "old" || text == "bak" { return true }
        return !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isNumber || "-_T:".contains($0)) }
    }

    /// A reason to look no further, for extensions whose content is never a source.
    var unreadableKind: String? {
        switch fileExtension {
        case "py", "swift", "js", "ts", "sh", "c", "h", "cpp", "java", "go", "rs", "ipynb":
            "program text"
        case "pkl", "pt", "pth", "onnx", "h5", "joblib", "safetensors", "pb", "mar", "bin", "npy":
            "a model or array"
        case "png", "jpg", "jpeg", "svg", "gif", "pdf", "html", "md", "css": "a document or image"
        case "parquet", "arrow", "feather", "avro": "a column format that is not read"
        case "zip", "tar", "tgz", "bz2", "xz", "zst", "7z": "an archive"
        default: nil
        }
    }
}

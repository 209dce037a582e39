/// Whose answers a label judges, by what it says and where it stands.
struct LabelSubject: Hashable, Sendable {
    var model: String?
    var version: String?
    /// The logs that it is about unless it names a model of theirs, by `LabelScopes`; nil for all.
    var scope: Int32?

    /// Whether the answer is one that a label of its request is about.
    ///
    /// What a log does not say, a label's word for it contradicts nothing: a log without versions,
    /// or whose model is only guessed by the file's name, unless some log has the label's model.
    /// Where labels name several, nobody can say which of them it is.
    func includes(_ origin: AnswerOrigin, _ scopes: LabelScopes) -> Bool {
        if let version, !origin.spellings.contains(version) {
            guard origin.version == nil, !scopes.hasSeveralVersions else { return false }
        }
        if let model {
            if model == origin.model { return true }
            guard origin.isModelGuessed, !scopes.hasSeveralModels, !scopes.models.contains(model)
            else { return false }
        }
        let (byFile, amongRequests) = scopes.around(origin.folder)
        return scope == nil || scope == byFile || scope == amongRequests
    }

    /// What tells the labels of one request apart (FNV-1a); 0 for one that says nothing of whom it
    /// is about.
    var salt: UInt64 {
        guard self != LabelSubject() else { return 0 }
        var salt: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt64) { salt = (salt ^ byte) &* Self.prime }
        for (mark, text) in [(UInt64(0xFE), model), (0xFF, version)] {
            guard let text else { continue }
            add(mark)
            for byte in text.utf8 { add(UInt64(byte)) }
        }
        if model == nil, let scope { add(0x1_0000 + UInt64(scope)) }
        return salt
    }

    /// Where a label of a request is kept.
    static func key(_ hash: UInt64, _ salt: UInt64) -> UInt64 {
        salt == 0 ? hash : (hash ^ salt) &* prime
    }

    private static let prime: UInt64 = 0x100_0000_01B3

    /// Whether it says anything that an answer may not say.
    var isNamed: Bool { model != nil || version != nil }
}

/// Who answered a request, and where that is logged.
struct AnswerOrigin: Hashable, Sendable {
    var model: String?
    var version: String?
    /// The log names no model: it is called as its file is.
    var isModelGuessed = false
    /// By `LabelScopes`.
    var folder: Int32 = -1

    /// What labels may call its version: `1` also `1.0`, because a data frame writes whole numbers
    /// so when one of their column is missing.
    var spellings: [String] {
        guard let version else { return [] }
        return version.allSatisfy { "0"..."9" ~= $0 } ? [version, version + ".0"] : [version]
    }

    /// Salts of the labels that judge this answer, the most telling first.
    func salts(_ scopes: LabelScopes) -> [UInt64] {
        let versions = spellings.map(Optional.some) + [nil]
        var subjects = versions.map { LabelSubject(model: model, version: $0) }
        let (byFile, amongRequests) = scopes.around(folder)
        for scope in [amongRequests, byFile, nil] {
            subjects += versions.map { LabelSubject(version: $0, scope: scope) }
        }
        var told: Set<UInt64> = []
        return subjects.map(\.salt).filter { told.insert($0).inserted }
    }
}

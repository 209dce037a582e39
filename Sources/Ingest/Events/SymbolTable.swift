import Glibc
package import Telemetry

/// Strings of one source as small numbers; grows by appending only.
///
/// Bounded: categories stop at `categoryLimit` in all and at `categoriesPerColumn` a column, so
/// that one column of free text starves neither the others nor the names.
package struct SymbolTable {
    package static let limit = 65_536
    package static let categoryLimit = 57_344
    package static let categoriesPerColumn = 4_096
    /// Longer texts are no categories and no names.
    static let textLimit = 512

    package private(set) var texts: [String] = []
    private var bytes: [UInt8] = []
    private var starts: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Open addressing; twice the limit, so that a probe ends soon.
    private var slots: [Int32]
    private var perColumn: [Symbol: Int] = [:]
    private var mask: Int { slots.count - 1 }

    package init() {
        slots = Array(repeating: -1, count: 1_024)
    }

    /// The symbol of a model, version, target or feature name.
    package mutating func name(_ text: UnsafeRawBufferPointer) -> Symbol {
        let hash = ByteHash.hash(text)
        return find(text, hash) ?? (texts.count < Self.limit ? add(text, hash) : .other)
    }

    package mutating func name(_ text: String) -> Symbol {
        var text = text
        return text.withUTF8 { name(UnsafeRawBufferPointer($0)) }
    }

    /// The symbol of a category of `column`; `.other` beyond a bound.
    package mutating func category(_ text: UnsafeRawBufferPointer, of column: Symbol) -> Symbol {
        let hash = ByteHash.hash(text)
        if let known = find(text, hash) { return known }
        guard texts.count < Self.categoryLimit,
            perColumn[column, default: 0] < Self.categoriesPerColumn
        else { return .other }
        perColumn[column, default: 0] += 1
        return add(text, hash)
    }

    private func find(_ text: UnsafeRawBufferPointer, _ hash: UInt64) -> Symbol? {
        var at = Int(truncatingIfNeeded: hash) & mask
        while slots[at] >= 0 {
            let index = Int(slots[at])
            if hashes[index] == hash, equals(index, text) { return Symbol(Int32(index)) }
            at = (at + 1) & mask
        }
        return nil
    }

    private func equals(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let start = starts[index]
        guard starts[index + 1] - start == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        return bytes.withUnsafeBytes { held in
            // `start` lies inside `bytes`, which is not empty when `text` is not.
            guard let base = held.baseAddress else { return false }
            return memcmp(base + start, other, text.count) == 0
        }
    }

    private mutating func add(_ text: UnsafeRawBufferPointer, _ hash: UInt64) -> Symbol {
        guard text.count <= Self.textLimit else { return .other }
        if (texts.count + 1) * 2 > slots.count { grow() }
        let index = Int32(texts.count)
        texts.append(String(decoding: text, as: UTF8.self))
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        hashes.append(hash)
        place(index, hash)
        return Symbol(index)
    }

    private mutating func place(_ index: Int32, _ hash: UInt64) {
        var at = Int(truncatingIfNeeded: hash) & mask
        while slots[at] >= 0 { at = (at + 1) & mask }
        slots[at] = index
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() { place(Int32(index), hash) }
    }
}

/// Turns the bytes of a terminal into keys, whatever pieces they come in.
///
/// Sequences that mean nothing here are swallowed whole, so that an answer or a key of some other
/// terminal never acts as a handful of letters. A lone ESC is a key once `flush` says that nothing
/// followed; `ESC` and a letter are two keys, since nothing here is bound to Alt.
package struct KeyDecoder: Sendable {
    private var sequences: KeySequences
    private var pending: [UInt8] = []
    private var pasted: [UInt8]?

    /// Longest sequence kept; what is longer is no key and is dropped.
    private static let longest = 4_096
    /// Most bytes of one paste; the rest is dropped.
    private static let longestPaste = 65_536
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// A decoder that also knows a terminal's own sequences.
    package init(sequences: KeySequences = KeySequences()) { self.sequences = sequences }

    /// How long to wait for more before `flush`; nil when nothing has been kept back.
    ///
    /// Terminals send a sequence in one piece, so 25 ms tell a lone ESC from the start of one; a
    /// paste may pause, but one that lost its end must not swallow keys for ever.
    package var patienceMilliseconds: Int? {
        if pasted != nil { return 1_000 }
        return pending.isEmpty ? nil : 25
    }

    /// The keys that `bytes` complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
        pending += bytes
        return drain(isFinal: false)
    }

    /// The keys in what was kept back, because nothing followed.
    package mutating func flush() -> [Key] {
        guard let bytes = pasted else { return drain(isFinal: true) }
        pasted = nil
        pending.removeAll()
        return [.paste(Self.cleaned(bytes))]
    }

    private mutating func drain(isFinal: Bool) -> [Key] {
        var keys: [Key] = []
        var at = 0
        while at < pending.count {
            if pasted != nil {
                guard let length = paste(at, &keys) else { break }
                at += length
                continue
            }
            switch step(pending[at...], isFinal: isFinal) {
            case .key(let key, let length):
                keys.append(key)
                at += length
            case .skip(let length): at += length
            case .pasteBegins(let length):
                pasted = []
                at += length
            case .more:
                pending.removeFirst(at)
                if pending.count > Self.longest { pending.removeAll() }
                return keys
            }
        }
        pending.removeFirst(at)
        return keys
    }

    private enum Step {
        case key(Key, Int)
        case skip(Int)
        case pasteBegins(Int)
        case more
    }

    private func step(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        let first = bytes[bytes.startIndex]
        switch first {
        case 0x1B: return escape(bytes, isFinal: isFinal)
        case 0x0D, 0x0A: return .key(.enter, 1)
        case 0x09: return .key(.tab, 1)
        case 0x08, 0x7F: return .key(.backspace, 1)
        case 0x00: return .key(.control(" "), 1)
        case 0x01...0x1A: return .key(.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0x1C...0x1F: return .skip(1)
        case 0x20..<0x7F: return .key(.character(Character(Unicode.Scalar(first))), 1)
        default: return character(bytes, isFinal: isFinal)
        }
    }

    /// One UTF-8 character; broken bytes are skipped one at a time.
    private func character(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        let length: Int
        switch bytes[bytes.startIndex] {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return .skip(1)
        }
        let tail = bytes.dropFirst().prefix(length - 1)
        if !tail.allSatisfy({ $0 & 0xC0 == 0x80 }) { return .skip(1) }
        if tail.count < length - 1 { return isFinal ? .skip(1) : .more }
        guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
            let scalar = text.unicodeScalars.first, scalar.value >= 0xA0
        else { return .skip(length) }
        return .key(.character(Character(scalar)), length)
    }

    private func escape(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        if bytes.count == 1 { return isFinal ? .key(.escape, 1) : .more }
        // Longest first: one described key may begin like another.
        for length in stride(from: min(bytes.count, 16), to: 1, by: -1) {
            if let key = sequences.described(bytes.prefix(length)) { return .key(key, length) }
        }
        if !isFinal, sequences.continues(bytes) { return .more }
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["): return control(bytes, isFinal: isFinal)
        case UInt8(ascii: "O"):
            guard bytes.count > 2 else { return isFinal ? .key(.escape, 1) : .more }
            let key = KeySequences.letter(bytes[bytes.startIndex + 2])
            return key.map { .key($0, 3) } ?? .skip(3)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
            return string(bytes, isFinal: isFinal)
        default: return .key(.escape, 1)
        }
    }

    /// `ESC [`, parameters, intermediates, one final byte.
    private func control(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        var at = bytes.startIndex + 2
        while at < bytes.endIndex, (0x20...0x3F).contains(bytes[at]) { at += 1 }
        guard at < bytes.endIndex else {
            if !isFinal { return .more }
            return bytes.count == 2 ? .key(.escape, 1) : .skip(bytes.count)
        }
        let final = bytes[at]
        let length = at - bytes.startIndex + 1
        // A new ESC or a control character cuts the sequence short.
        if final < 0x20 || final >= 0x7F { return .skip(length - 1) }
        let body = bytes[(bytes.startIndex + 2)..<at]
        if final == UInt8(ascii: "["), body.isEmpty {
            return linuxFunction(bytes, isFinal: isFinal)
        }
        if body.first == UInt8(ascii: "<") {
            return mouse(body.dropFirst(), final).map { .key(.mouse($0), length) } ?? .skip(length)
        }
        let parameters = Self.numbers(body)
        if final == UInt8(ascii: "~"), parameters.first == 200 { return .pasteBegins(length) }
        let key = KeySequences.control(parameters: parameters, final: final)
        return key.map { .key($0, length) } ?? .skip(length)
    }

    /// The Linux console's F1…F5: `ESC [ [ A`.
    private func linuxFunction(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        guard bytes.count > 3 else { return isFinal ? .key(.escape, 1) : .more }
        let letter = bytes[bytes.startIndex + 3]
        guard (0x41...0x45).contains(letter) else { return .skip(4) }
        return .key(.function(Int(letter) - 0x40), 4)
    }

    /// `ESC ]` and its like, up to BEL or `ESC \`: an answer, never a key.
    private func string(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
        var at = bytes.startIndex + 2
        while at < bytes.endIndex {
            if bytes[at] == 0x07 { return .skip(at - bytes.startIndex + 1) }
            if bytes[at] == 0x1B {
                if at + 1 < bytes.endIndex, bytes[at + 1] == UInt8(ascii: "\\") {
                    return .skip(at - bytes.startIndex + 2)
                }
                if at + 1 < bytes.endIndex { return .skip(at - bytes.startIndex) }
            }
            at += 1
        }
        if !isFinal { return .more }
        return bytes.count == 2 ? .key(.escape, 1) : .skip(bytes.count)
    }

    /// `button ; column ; row` and `M` for a press, `m` for a release.
    private func mouse(_ body: ArraySlice<UInt8>, _ final: UInt8) -> MouseEvent? {
        let numbers = Self.numbers(body)
        guard numbers.count == 3, numbers[1] >= 1, numbers[2] >= 1 else { return nil }
        let x = numbers[1] - 1
        let y = numbers[2] - 1
        switch numbers[0] & ~0b11100 {  // without shift, alt, ctrl
        case 0...2:
            let action: MouseEvent.Action = final == UInt8(ascii: "M") ? .press : .release
            return MouseEvent(action, button: numbers[0] & 3, x: x, y: y)
        case 64: return MouseEvent(.wheelUp, x: x, y: y)
        case 65: return MouseEvent(.wheelDown, x: x, y: y)
        default: return nil
        }
    }

    /// Decimal numbers between semicolons; at most 16, none above 99 999.
    private static func numbers(_ body: ArraySlice<UInt8>) -> [Int] {
        body.split(separator: UInt8(ascii: ";"), maxSplits: 15, omittingEmptySubsequences: false)
            .map { part in
                part.reduce(0) { sum, byte in
                    (0x30...0x39).contains(byte) ? min(99_999, sum * 10 + Int(byte - 0x30)) : sum
                }
            }
    }

    /// Takes pasted bytes up to the end mark; nil when only the beginning of one is left.
    private mutating func paste(_ at: Int, _ keys: inout [Key]) -> Int? {
        let rest = pending[at...]
        guard let escape = rest.firstIndex(of: 0x1B) else {
            keep(rest)
            return rest.count
        }
        keep(rest[at..<escape])
        let tail = pending[escape...]
        if tail.starts(with: Self.pasteEnd) {
            keys.append(.paste(Self.cleaned(pasted ?? [])))
            pasted = nil
            return escape - at + Self.pasteEnd.count
        }
        if Self.pasteEnd.starts(with: tail) {
            pending.removeSubrange(at..<escape)
            return nil
        }
        return escape - at + 1
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let room = Self.longestPaste - (pasted?.count ?? 0)
        pasted?.append(contentsOf: bytes.prefix(max(0, room)))
    }

    private static func cleaned(_ bytes: [UInt8]) -> String {
        var text = ""
        var before: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x0A where before == "\r": break
            case 0x0A, 0x0D: text.append("\n")
            case 0..<0x20, 0x7F..<0xA0: text.append(" ")
            default: text.unicodeScalars.append(scalar)
            }
            before = scalar
        }
        return text
    }
}

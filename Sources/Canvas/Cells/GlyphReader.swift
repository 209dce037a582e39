/// Cuts text into what cells hold: bases with their marks, dangerous scalars replaced.
package struct GlyphReader: Sequence, IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Glyph?
    private let replacement: Glyph

    /// Reads `text`; what must not reach a terminal becomes `replacement`.
    package init(_ text: String, replacement: Glyph = .replacement) {
        scalars = text.unicodeScalars.makeIterator()
        self.replacement = replacement
    }

    /// The next glyph, nil at the end.
    package mutating func next() -> Glyph? {
        while let scalar = scalars.next() {
            let finished = pending
            switch ScalarClass(scalar) {
            case .narrow: pending = Glyph(base: scalar.value, isWide: false)
            case .wide: pending = Glyph(base: scalar.value, isWide: true)
            case .forbidden: pending = replacement
            case .modifier:
                if pending?.isWide == true { continue }
                pending = Glyph(base: scalar.value, isWide: true)
            case .mark:
                pending?.combine(scalar.value)
                continue
            case .ignored: continue
            }
            if let finished { return finished }
        }
        defer { pending = nil }
        return pending
    }
}

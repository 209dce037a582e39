/// One bin of a reference: what falls into it and how much of the reference did.
package struct ReferenceBin: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Numbers in `(above, through]`; nil is infinity.
        case interval(above: Double?, through: Double?)
        case category(String)
        /// The reference's own categories beyond the bound, together.
        case otherCategories
        /// Text that stood among the numbers of a numeric reference.
        case text
    }
    package var content: Content
    package var count: Int
    package init(content: Content, count: Int) {
        self.content = content
        self.count = count
    }
}

/// How many of the reference's rows said nothing.
package struct ReferenceRows: Hashable, Sendable {
    /// Rows with a value.
    package var values: Int
    package var nulls: Int
    package init(values: Int, nulls: Int) {
        self.values = values
        self.nulls = nulls
    }
    package var total: Int { values + nulls }
    /// nil when there are no rows.
    package var nullRatio: Double? { total > 0 ? Double(nulls) / Double(total) : nil }
}

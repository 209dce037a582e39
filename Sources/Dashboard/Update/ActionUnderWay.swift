/// What the user asked for and nobody has kept yet: it is not done before it is.
struct ActionUnderWay: Equatable, Sendable {
    var changes: [ExpectedChange]
    /// What the message row says once it is.
    var done: String
}

/// What becomes of an active alert whose series vanished (`ops: {no_data: …}`).
///
/// None of these ever makes an alert out of a rule that matched nothing.
package enum NoDataPolicy: String, CaseIterable, Hashable, Sendable {
    /// Shown as `no_data`, its clock forgotten: the default under `ops:`.
    case noData = "no_data"
    /// Prometheus's own behaviour: pending is dropped, firing resolves.
    case ok
    /// Missing counts as breaching: a pending alert goes on towards firing.
    case firing
    /// Nothing changes until the series is back: pending stays pending, firing stays firing.
    case keep
}

/// What is normal and how far the present is from it.
///
/// Detection turns a reference column into bins, compares counts and samples with it, watches
/// streams for change, and scores predictions against labels. It is arithmetic only: it keeps no
/// windows, reads no clock and raises no alarms; `Operations` counts and asks, `Alerting` decides.
package enum Detection {
    /// Below this many values in the window a comparison is unknown, not zero.
    package static let leastToShow = 100
    /// Below this many values in the window nothing is called drifted.
    package static let leastToAlarm = 500
}

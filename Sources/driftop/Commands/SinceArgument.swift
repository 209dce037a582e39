import ArgumentParser
import Foundation
package import Snapshot

/// Where a stretch of the past begins: so long ago (`8h`), or a moment as RFC 3339.
package struct SinceArgument: ExpressibleByArgument {
    private enum Beginning: Sendable {
        case ago(Span)
        case moment(Moment)
    }
    private let beginning: Beginning

    /// So many hours ago.
    package init(hours: Double) { beginning = .ago(Span(seconds: hours * 3_600)) }

    package var defaultValueDescription: String {
        switch beginning {
        case .ago(let span): JSONText.number(span.seconds / 3_600) + "h"
        case .moment(let moment): CivilTime.text(moment)
        }
    }

    package init?(argument: String) {
        if let span = Span(argument: argument) {
            beginning = .ago(span)
        } else if let moment = CivilTime.moment(argument) {
            beginning = .moment(moment)
        } else {
            return nil
        }
    }

    /// - Parameter now: the end of the stretch.
    package func moment(now: Moment) -> Moment {
        switch beginning {
        case .ago(let span):
            Moment(milliseconds: now.milliseconds - Int64(span.seconds * 1_000))
        case .moment(let moment): moment
        }
    }
}

extension Moment {
    /// The wall clock.
    static var now: Moment {
        Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }
}

import Alerting
import Journal
import Snapshot
import Telemetry

/// Earlier incidents of the alert on screen: asked of the journal when another alert is looked at,
/// when that moves on, and again once a minute.
struct PastIncidents {
    /// How far back is looked.
    static let spanMilliseconds: Int64 = 30 * 86_400_000
    private static let limit = 50

    /// Whom it was asked about, and when.
    private struct Question: Hashable {
        var alert: String
        var activeAt: Timestamp
        var endedAt: Timestamp?
        var minute: Int64
    }
    private var known: (question: Question, past: [AlertDetail.Past])?

    /// Gives the why of a picture what the journal knows.
    ///
    /// - Parameter read: asked for incidents that began after a moment; nil without a journal.
    mutating func fill(
        _ picture: inout SystemSnapshot, record: AlertRecord?,
        read: (AlertRecord, Timestamp) -> [PastIncident]?
    ) {
        guard let why = picture.why, let record, record.id == why.id else { return }
        let question = Question(
            alert: why.id, activeAt: record.instance.activeAt, endedAt: record.instance.resolvedAt,
            minute: picture.at.milliseconds / 60_000)
        if known?.question != question {
            let at = Timestamp(milliseconds: picture.at.milliseconds)
            let found = read(record, at - Self.spanMilliseconds) ?? []
            let earlier = found.filter {
                $0.activeAt < record.instance.activeAt && $0.endedAt <= at
            }
            known = (question, earlier.prefix(Self.limit).map(AlertDetail.Past.init))
        }
        let past = known?.past ?? []
        let since = record.instance.firedAt ?? record.instance.activeAt
        let isOpen = record.instance.isFiring
        picture.why?.past = past
        let began = Moment(milliseconds: since.milliseconds)
        picture.why?.pastWords = Self.lesson(
            past, soFar: isOpen ? picture.at.seconds(since: began) : nil)
        if let brief = Self.brief(past) { picture.why?.brief.append(brief) }
    }

    /// `5 m so far; the two that went by themselves took 6 m`.
    static func lesson(_ past: [AlertDetail.Past], soFar: Double?) -> String {
        let alone = past.filter(\.wasByItself)
        var words = soFar.map { [age($0) + " so far"] } ?? []
        if !alone.isEmpty {
            let who =
                alone.count == 1
                ? "the one that went by itself"
                : "the \(count(alone.count)) that went by themselves"
            words.append("\(who) took \(span(alone))")
        } else if !past.isEmpty {
            words.append("none went by itself")
        }
        return words.joined(separator: "; ")
    }

    /// The same for the foot of the alerts pane; nil without a past.
    ///
    /// `Was so 3 × in 30 d: twice gone by itself in 6 m`
    static func brief(_ past: [AlertDetail.Past]) -> String? {
        guard !past.isEmpty else { return nil }
        let alone = past.filter(\.wasByItself)
        guard !alone.isEmpty else {
            return "Was so \(past.count) × in 30 d, never gone by itself."
        }
        let often = alone.count == 1 ? "once" : alone.count == 2 ? "twice" : "\(alone.count) ×"
        return "Was so \(past.count) × in 30 d: \(often) gone by itself in \(span(alone))."
    }

    private static func span(_ past: [AlertDetail.Past]) -> String {
        let sorted = past.map(\.seconds).sorted()
        guard let least = sorted.first, let most = sorted.last else { return "" }
        return age(least) == age(most) ? age(least) : "\(age(least)) to \(age(most))"
    }

    private static func age(_ seconds: Double) -> String {
        let minutes = Int((seconds / 60).rounded())
        switch minutes {
        case _ where seconds < 59.5: return "\(Int(seconds.rounded())) s"
        case ..<120: return "\(minutes) m"
        case ..<2_880: return "\(minutes / 60) h"
        default: return "\(minutes / 1_440) d"
        }
    }

    private static func count(_ number: Int) -> String {
        let words = [2: "two", 3: "three", 4: "four", 5: "five", 6: "six"]
        return words[number] ?? "\(number)"
    }
}

extension AlertDetail.Past {
    /// An incident as the journal keeps it.
    init(_ incident: PastIncident) {
        let comment = incident.comment.map { " \"\($0)\"" } ?? ""
        let words =
            switch incident.end {
            case .byItself: comment.isEmpty ? "by itself, nobody took it" : "by itself;" + comment
            case .acknowledged(let who): "acked by \(who)" + comment
            case .forgotten: "its rule or its data went away"
            }
        self.init(
            activeAt: Moment(milliseconds: incident.activeAt.milliseconds),
            seconds: incident.durationSeconds, wasByItself: incident.end == .byItself, words: words)
    }
}

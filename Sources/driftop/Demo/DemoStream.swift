import Glibc

/// The requests of one deployment, in order of time, and the labels that follow them.
///
/// The lines depend on the seed and the start alone: asking for them in other portions gives the
/// same bytes.
struct DemoStream: Sendable {
    private struct DueLabel {
        var seconds: Double
        var request: UInt64
        var text: [UInt8]
    }
    private let deployment: DemoDeployment
    private let features: [DemoFeatureWriter]
    private let head: [UInt8]
    private let start: Int64
    private var random: DemoRandom
    private var nextRequest: Double
    private var due: [DueLabel] = []
    private var dueHead = 0

    /// `start` in milliseconds since 1970; the first request comes after `past` seconds before it.
    init(_ deployment: DemoDeployment, start: Int64, past: Double, seed: UInt64, stream: Int) {
        self.deployment = deployment
        self.start = start
        random = DemoRandom(seed: seed, stream: stream)
        features = deployment.features.enumerated().map { index, feature in
            DemoFeatureWriter(
                feature, shape: feature.live, key: (index == 0 ? "" : ",") + "\"\(feature.name)\":",
                quoted: true)
        }
        head = Array(
            """
            ","model":"\(deployment.model)","version":"\(deployment.version)",\
            "target":"\(deployment.target)","request_id":"
            """.utf8)
        let from = max(-past, deployment.from ?? -past)
        nextRequest = from + random.gap(perSecond: deployment.rate(at: from))
        skipBeyondEnd()
    }

    /// Seconds from the start at which the next line is due; infinite when none is.
    var nextTime: Double {
        dueHead < due.count ? min(nextRequest, due[dueHead].seconds) : nextRequest
    }

    /// Writes the line due at `nextTime`.
    mutating func writeNext(to text: inout DemoText) {
        if dueHead < due.count, due[dueHead].seconds <= nextRequest {
            writeLabel(to: &text)
        } else {
            writeRequest(to: &text)
        }
    }

    private mutating func skipBeyondEnd() {
        if let until = deployment.until, nextRequest > until { nextRequest = .infinity }
    }

    private mutating func writeRequest(to text: inout DemoText) {
        let seconds = nextRequest
        let id = random.next()
        let latency =
            deployment.medianMilliseconds * deployment.slowness(seconds)
            * exp(deployment.deviation * random.normal())
        let failed = random.unit() <= deployment.errorRatio(seconds)
        text.append(Self.opening)
        text.append(time: start + Int64((seconds * 1_000).rounded(.down)))
        text.append(head)
        text.append(hex: id)
        text.append(Self.latency)
        text.append(latency, decimals: 1)
        text.append(failed ? Self.failed : Self.succeeded)
        let label = writeAnswer(to: &text, failed: failed)
        if !features.isEmpty {
            text.append(Self.features)
            for feature in features {
                feature.write(to: &text, random: &random, secondsFromStart: seconds)
            }
            text.append(Self.brace)
        }
        text.append(Self.end)
        if let label, let delay = deployment.labelDelay, random.unit() <= deployment.labelShare {
            due.append(DueLabel(seconds: seconds + delay, request: id, text: label))
        }
        nextRequest += random.gap(perSecond: deployment.rate(at: seconds))
        skipBeyondEnd()
    }

    /// The answer's fields; returns the label that will turn up for it.
    private mutating func writeAnswer(to text: inout DemoText, failed: Bool) -> [UInt8]? {
        guard !failed else { return nil }
        switch deployment.answer {
        case .none:
            return nil
        case .binary(let share, let hit, let miss):
            let (says, score) = DemoAnswer.binary(share: share, random: &random)
            text.append(says ? Self.positive : Self.negative)
            text.append(score, decimals: 4)
            // The surer the answer, the likelier it is right; on average `hit` and `miss`.
            let isTrue = random.unit() <= (says ? hit * (0.1 + 1.125 * score) : miss * 6 * score)
            return [isTrue ? UInt8(ascii: "1") : UInt8(ascii: "0")]
        case .number(let median, let deviation, let error, let decimals):
            let value = median * exp(deviation * random.normal())
            text.append(Array(",\"prediction\":".utf8))
            text.append(value, decimals: decimals)
            var label = DemoText(capacity: 12)
            label.append(value * (1 + error * random.normal()), decimals: decimals)
            return label.bytes
        }
    }

    private mutating func writeLabel(to text: inout DemoText) {
        let label = due[dueHead]
        dueHead += 1
        if dueHead > 4_096 {
            due.removeFirst(dueHead)
            dueHead = 0
        }
        text.append(Self.opening)
        text.append(time: start + Int64((label.seconds * 1_000).rounded(.down)))
        text.append(Self.labelHead)
        text.append(hex: label.request)
        text.append(Self.labelValue)
        text.append(label.text)
        text.append(Self.end)
    }

    private static let opening = Array("{\"ts\":\"".utf8)
    private static let latency = Array("\",\"latency_ms\":".utf8)
    private static let succeeded = Array(",\"status\":200".utf8)
    private static let positive = Array(",\"prediction\":1,\"score\":".utf8)
    private static let negative = Array(",\"prediction\":0,\"score\":".utf8)
    private static let failed = Array(",\"status\":503".utf8)
    private static let features = Array(",\"features\":{".utf8)
    private static let brace = Array("}".utf8)
    private static let end = Array("}\n".utf8)
    private static let labelHead = Array("\",\"request_id\":\"".utf8)
    private static let labelValue = Array("\",\"label\":".utf8)
}

import Canvas
import Snapshot
import Testing

@testable import Dashboard

/// Names, counts and values that no drawing foresaw.
@Suite struct DetailHostileTests {
    private static let evil = "\u{1B}[31m漢字\u{0}\u{7}e\u{301}\u{301}\u{301}\u{202E}x"

    private static let snapshot: SystemSnapshot = {
        var snapshot = Story.churn
        snapshot.why = Story.incident.why
        snapshot.requests = Story.incident.requests
        for model in snapshot.models.indices {
            for version in snapshot.models[model].versions.indices {
                spoil(&snapshot.models[model].versions[version])
            }
        }
        for index in snapshot.sources.indices {
            snapshot.sources[index].reason = String(repeating: evil, count: 50)
            snapshot.sources[index].rejectedReasons[evil] = .max
            snapshot.sources[index].rejectedExamples[evil] = String(repeating: "x", count: 4_000)
            snapshot.sources[index].bytes = .max
            snapshot.sources[index].lagSeconds = .infinity
        }
        for index in snapshot.rules.indices {
            snapshot.rules[index].expression = String(repeating: "(", count: 3_000)
            snapshot.rules[index].lastError = evil
            snapshot.rules[index].evaluationSeconds = .nan
        }
        snapshot.why?.limit = .nan
        snapshot.why?.chart?.values = [.nan, .infinity, nil, -.infinity, 1e300]
        snapshot.why?.places = Array(
            repeating: AlertDetail.Place(name: evil, detail: evil), count: 60)
        snapshot.why?.terms.append(AlertDetail.Term(value: evil, text: evil, verdict: evil))
        snapshot.requests?.slowest = (0..<200).map {
            var request = RequestList.Request(
                at: Moment(milliseconds: Int64($0)), latencySeconds: .nan, failed: true,
                place: RequestList.Place(source: evil, offset: Int64($0)))
            request.id = evil
            request.outcome = evil
            request.features = $0 % 2 == 0 ? "" : String(repeating: evil, count: 100)
            request.text = "\($0)" + String(repeating: evil, count: 100)
            return request
        }
        snapshot.feature?.bins = (0..<101).map {
            FeatureDetail.Bin(
                label: "\($0)" + evil, referenceShare: .nan, currentShare: 1e9, contribution: .nan)
        }
        snapshot.feature?.history?.values = [.nan, nil, .infinity]
        return snapshot
    }()

    private static func spoil(_ version: inout VersionStatus) {
        version.latency = LatencyQuantiles(p50: .nan, p95: .infinity, p99: -1, max: 1e300)
        version.trafficShare = .nan
        version.requestsPerSecond = 1e300
        version.quality["a" + evil] = .infinity
        version.trainingMetrics["a" + evil] = 0
        version.params[evil] = evil
        version.tags = [evil: evil, "message": evil, "card": evil]
        version.predictionRatios = [evil: .nan]
        version.createdAt = Moment(milliseconds: .max / 2_000)
        version.drift += (0..<200).map { index in
            var drift = FeatureDrift(feature: "\(index)" + evil, kind: .categorical)
            drift.value = index % 2 == 0 ? .nan : 1e300
            drift.threshold = index % 3 == 0 ? 0 : 1e-300
            drift.history = [.nan, nil, .infinity]
            drift.whatMoved = evil
            drift.currentCount = .max
            return drift
        }
    }

    @Test(arguments: DetailStage.allCases)
    func `nothing crashes and no control character reaches a cell`(_ stage: DetailStage) {
        for size in DetailStage.sizes {
            var model = DashboardModel(snapshot: Self.snapshot, size: size)
            model.subject = Story.churn3
            model.stack.append(Layer(stage.place))
            for key in [Key.down, .down, .end, .pageDown, .up] { _ = update(&model, .key(key)) }
            let frame = view(model, size: size)
            let scalars = (0..<size.height).flatMap { frame.row($0) }
                .flatMap { String($0.glyph).unicodeScalars }
            #expect(scalars.allSatisfy { $0.value >= 32 && $0.value != 127 || $0.value == 0 })
            #expect(!scalars.contains { (0x202A...0x202E).contains($0.value) })
        }
    }

    @Test func `a snapshot without any answers says it is reading`() {
        var bare = Story.incident
        bare.subject = nil
        bare.why = nil
        bare.feature = nil
        bare.requests = nil
        for stage in [DetailStage.why, .compare, .requests] {
            var model = DashboardModel(snapshot: bare, size: Size(width: 120, height: 40))
            model.stack.append(Layer(stage.place))
            let frame = view(model, size: model.size)
            let text = (0..<40).map { String(frame.row($0).map(\.glyph)) }.joined()
            #expect(text.contains("reading …"), "\(stage)")
        }
    }
}

import Detection
import Testing

@Suite struct SequentialVectorTests {
    private static func detector(_ name: String) -> (any ChangeDetector)? {
        switch name {
        case "ADWIN": AdaptiveWindow()
        case "ADWIN clock=1": AdaptiveWindow(clock: 1)
        case "PageHinkley": PageHinkley()
        case "PageHinkley up thr=20": PageHinkley(threshold: 20, direction: .up)
        case "DDM": ErrorRateDetector()
        case "EDDM": ErrorDistanceDetector()
        case "HDDM_A": HoeffdingMeanDetector()
        case "HDDM_W": McDiarmidMeanDetector()
        default: nil
        }
    }

    private static func stream(_ name: String) -> [Double] {
        if name == "gauss" {
            var draws = Draws(seed: 31)
            return draws.normals(1_500) + draws.normals(1_500, mu: 1)
                + draws.normals(1_500, mu: -0.5)
        }
        var draws = Draws(seed: 32)
        return (0..<4_000).map { draws.uniform() < ($0 < 2_000 ? 0.1 : 0.25) ? 1 : 0 }
    }

    @Test func everyTraceIsRivers() throws {
        guard let vectors = try Vectors.load() else { return }
        #expect(vectors.sequential.count == 10)
        for trace in vectors.sequential {
            var detector = try #require(Self.detector(trace.detector), "\(trace.detector)")
            var changes: [Int] = []
            var warnings: [Int] = []
            var last = ChangeVerdict.steady
            for (index, value) in Self.stream(trace.stream).enumerated() {
                let verdict = detector.update(value)
                if verdict == .change { changes.append(index) }
                // river's EDDM does not lower its warning when it raises the alarm.
                let stillWarns =
                    trace.detector == "EDDM" && verdict == .change && last == .warning
                if verdict == .warning || stillWarns { warnings.append(index) }
                last = verdict
            }
            #expect(changes == trace.drift, "\(trace.detector) on \(trace.stream)")
            #expect(Array(warnings.prefix(1)) == trace.firstWarning, "\(trace.detector)")
            #expect(warnings.count == trace.warningCount, "\(trace.detector)")
        }
    }

    /// More streams through river 0.26.1, changes of sharper kinds and at awkward places.
    @Test(arguments: [
        ("ADWIN clock=1", 101, [161]),
        ("PageHinkley up thr=20", 101, [29, 129]),
        ("ADWIN clock=1", 102, [180]),
        ("PageHinkley up thr=20", 102, [29, 130]),
        ("ADWIN clock=1", 103, [182]),
        ("PageHinkley up thr=20", 103, [29, 127]),
        ("ADWIN clock=1", 104, [208]),
        ("PageHinkley up thr=20", 104, [29, 132]),
        ("DDM", 105, [531]),
        ("EDDM", 105, [417, 486, 540, 594, 692, 752, 878, 936, 985, 1143, 1342]),
        ("HDDM_A", 105, [517]),
        ("HDDM_W", 105, [517]),
        ("ADWIN", 105, [575, 1087]),
        ("DDM", 106, [617]),
        ("EDDM", 106, [96, 190, 277, 387, 509, 569, 745, 809, 857]),
        ("HDDM_A", 106, [583]),
        ("HDDM_W", 106, [559]),
        ("ADWIN", 106, [735, 1087]),
        ("DDM", 107, [575]),
        ("EDDM", 107, [113, 556, 811, 908, 992, 1131, 1325, 1496]),
        ("HDDM_A", 107, [570]),
        ("HDDM_W", 107, [555, 1148]),
        ("ADWIN", 107, [639, 1055]),
    ])
    func shortStreamsAreRiversToo(_ name: String, _ seed: UInt64, _ changes: [Int]) throws {
        var draws = Draws(seed: seed)
        let values: [Double]
        if seed < 105 {
            values = (0..<240).map { index in
                let shift = index < 12 ? 0 : index < 24 ? 4 : index < 120 ? 0 : 1.5
                return draws.normal() + shift
            }
        } else {
            values = (0..<1_500).map { index in
                draws.uniform() < (index < 500 ? 0.3 : index < 1_000 ? 0.6 : 0.2) ? 1 : 0
            }
        }
        var detector = try #require(Self.detector(name))
        let found = values.indices.filter { detector.update(values[$0]) == .change }
        #expect(found == changes)
    }
}

import PromQL
import Telemetry
import Testing

struct EvaluationTests {
    private let minute = Timestamp(milliseconds: 60_000)

    private func value(
        _ text: String, _ load: String, at time: Timestamp? = nil,
        options: EvaluationOptions = .standard, functions: FunctionTable = .standard
    ) throws -> Evaluation {
        try Expression(parsing: text, functions: functions).evaluate(
            at: time ?? minute, in: LoadedSeries("load 1m\n" + load), options: options)
    }

    @Test func dropsNamesAtOnceUnlessTold() throws {
        let load = "a{x=\"1\"} 0 60\n b{x=\"1\"} 0 60\n"
        let text = "sum(rate({x=\"1\"}[2m]))"
        let error = #expect(throws: EvaluationError.self) { try value(text, load) }
        #expect(error?.message == "vector cannot contain metrics with the same labelset")
        #expect(error?.rendered(in: text).hasPrefix("1:5: ") == true)
        var late = EvaluationOptions()
        late.dropsNamesLate = true
        #expect(try value(text, load, options: late).value.elements?.count == 1)
    }

    @Test func comparisonKeepsTheNameAndArithmeticDropsIt() throws {
        let kept = try value("a > 1", "a{x=\"1\"} 0 60\n").value.elements
        #expect(kept?.first?.labels == Labels(["__name__": "a", "x": "1"]))
        let dropped = try value("a + 1", "a{x=\"1\"} 0 60\n").value.elements
        #expect(dropped?.first?.labels == Labels(["x": "1"]))
    }

    @Test func aResultOfTwoVectorsHasNoNameEvenWhereNamesGoLate() throws {
        var late = EvaluationOptions()
        late.dropsNamesLate = true
        let load = "a{x=\"1\"} 0 60\n b{x=\"1\"} 0 60\n"
        let named = #"label_replace(a + b, "n", "$1", "__name__", "(.+)")"#
        #expect(
            try value(named, load, options: late).value.elements?.map(\.labels)
                == [Labels(["x": "1"])])
        #expect(throws: EvaluationError.self) {
            try value(
                #"{__name__=~"a|b"} * on (x) group_left c"#, load + "c{x=\"1\"} 1 1\n",
                options: late)
        }
        let truth = #"label_replace(a == bool b, "n", "$1", "__name__", "(.+)")"#
        #expect(
            try value(truth, load, options: late).value.elements?.map(\.labels)
                == [Labels(["n": "a", "x": "1"])])
    }

    @Test func saysThatNativeHistogramsAreOutside() throws {
        let error = #expect(throws: EvaluationError.self) {
            try value("histogram_avg(a)", "a 1 1\n")
        }
        #expect(error?.needsNativeHistograms == true)
        #expect(error?.message.contains("native histograms, which are not supported") == true)
    }

    @Test func callsTheProductsOwnFunctions() throws {
        let spread = DomainFunction("spread", [.rangeVector, .scalar], optionalCount: 1) {
            arguments, _ in
            guard case .range(let series) = arguments[0] else { return [] }
            return series.map { one in
                let values = one.samples.map(\.value)
                return VectorElement(
                    labels: one.labels.removing(["__name__"]),
                    value: (values.max() ?? 0) - (values.min() ?? 0))
            }
        }
        let functions = FunctionTable(adding: [spread])
        let result = try value("spread(a[5m]) > 3", "a{x=\"1\"} 1 5\n", functions: functions)
        #expect(result.value.elements == [VectorElement(labels: Labels(["x": "1"]), value: 4)])
        #expect(throws: ExpressionError.self) { try Expression(parsing: "spread(a[5m])") }
    }

    @Test func annotatesWithPositions() throws {
        let text = "1 + sum(rate(a[2m]))"
        let annotations = try value(text, "a 0 60\n").annotations
        #expect(
            annotations.map { $0.text(in: text) } == [
                "PromQL info: metric might not be a counter, name does not end in "
                    + "_total/_sum/_count/_bucket: \"a\" (1:14)"
            ])
    }

    @Test func refusesMoreSamplesThanAllowed() throws {
        var options = EvaluationOptions()
        options.maximumSamples = 3
        let error = #expect(throws: EvaluationError.self) {
            try value(
                "sum_over_time(a[10m])", "a 1+1x9\n", at: .init(milliseconds: 600_000),
                options: options)
        }
        #expect(error?.message.contains("too many samples") == true)
    }

    @Test func evaluatesTheDeepestThatParses() throws {
        let chain = Array(repeating: "a", count: 500).joined(separator: " + ")
        #expect(try value(chain, "a 1 1\n").value.elements?.first?.value == 500)
        let nested =
            String(repeating: "abs(", count: 190) + "a" + String(repeating: ")", count: 190)
        #expect(try value(nested, "a 1 1\n").value.elements?.count == 1)
    }

    @Test func refusesMoreInstantsThanAllowed() throws {
        let error = #expect(throws: EvaluationError.self) {
            try value("max_over_time(a[1y:1ms])", "a 1 1\n")
        }
        #expect(error?.message == "exceeded maximum resolution of 1000000 points")
    }

    @Test func lookbackIsAnOption() throws {
        let options = EvaluationOptions(lookback: PromDuration(milliseconds: 30_000))
        #expect(try value("a", "a 1 _ _\n", at: minute, options: options).value.elements == [])
        #expect(try value("a", "a 1 _ _\n", at: minute).value.elements?.count == 1)
    }

    @Test func aRangeHasOnlyTheInstantsWithAValue() throws {
        let expression = try Expression(parsing: "a > 1")
        let source = LoadedSeries("load 1m\n a 1 2 1 3\n")
        let result = try expression.evaluate(
            from: Timestamp(milliseconds: 0), through: Timestamp(milliseconds: 180_000),
            step: PromDuration(milliseconds: 60_000), in: source)
        #expect(result.series.count == 1)
        #expect(result.series.first?.samples.map(\.time.milliseconds) == [60_000, 180_000])
    }

    @Test func onlyNumbersHaveARange() throws {
        let expression = try Expression(parsing: "a[5m]")
        #expect(throws: EvaluationError.self) {
            try expression.evaluate(
                from: minute, through: minute, step: PromDuration(milliseconds: 1),
                in: LoadedSeries(""))
        }
    }

    /// Hashes from the reference implementation.
    @Test(
        arguments: [
            ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b),
            ("abc", 0x44bc_2cf5_ad77_0999),
            ("0123456789abcdef0123456789abcdef", 0x642a_9495_8e71_e6c5),
            (
                "The quick brown fox jumps over the lazy dog, twice and a half.",
                0x17b3_772d_0014_41bb
            ),
        ] as [(String, UInt64)])
    func hashesLikeTheReference(_ text: String, _ hash: UInt64) {
        #expect(LabelHash.xxh64(Array(text.utf8)) == hash)
    }
}

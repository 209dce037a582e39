internal import Documents
internal import PromQL
internal import Telemetry

/// Whether the sources at hand have what an expression reads.
extension RuleLinter {
    func series(_ report: Report) -> [RuleLint] {
        guard let catalog else { return [] }
        return selectors(report.root).flatMap { selector, range -> [RuleLint] in
            guard let name = selector.metric else {
                return namedByPattern(selector, range, report, catalog)
            }
            guard !recorded.contains(name) else { return [] }
            let known = CanonicalMetric.byName[name]
            // What is there only while it is true proves nothing by not being there.
            if known?.isState == true || name == "source_rejected_total" { return [] }
            guard let seen = catalog.labels[name] else {
                return [
                    report.lint(
                        .unknownMetric, under: range, "no source has a series \(name)",
                        known == nil ? nearest(name, catalog) : CanonicalMetric.origin(of: name))
                ]
            }
            return selector.matchers.compactMap { labels($0, of: name, seen, range, report) }
        }
    }

    /// A selector that asks for names by a pattern, and no name at hand is one.
    private func namedByPattern(
        _ selector: SyntaxNode.Selector, _ range: SourceRange, _ report: Report,
        _ catalog: SeriesCatalog
    ) -> [RuleLint] {
        let asked = selector.matchers.filter { $0.name == Labels.metricName }
        let states = CanonicalMetric.byName.filter(\.value.isState).keys
        let names = [Array(catalog.labels.keys), Array(recorded), Array(states)].joined()
        guard !asked.isEmpty,
            !names.contains(where: { name in asked.allSatisfy { $0.accepts(value: name) } })
        else { return [] }
        return [
            report.lint(
                .unknownMetric, under: range, "no source has a series of such a name",
                "driftop info lists the sources")
        ]
    }

    private func nearest(_ name: String, _ catalog: SeriesCatalog) -> String {
        if catalog.has(name + "_bucket") {
            return "native histograms are outside; of the classic one there is \(name)_bucket"
        }
        let known = Array(catalog.labels.keys) + CanonicalMetric.byName.keys + recorded
        return Nearest.match(for: name, in: known.sorted()).map { "did you mean \($0)?" }
            ?? "name what a source has: driftop info lists the sources"
    }

    private func labels(
        _ matcher: LabelMatcher, of metric: String, _ seen: [String: Set<String>],
        _ range: SourceRange, _ report: Report
    ) -> RuleLint? {
        // A matcher that accepts no label at all asks for none.
        guard matcher.name != Labels.metricName, !matcher.accepts(value: "") else { return nil }
        guard let values = seen[matcher.name] else {
            let hint =
                Nearest.match(for: matcher.name, in: seen.keys.sorted())
                .map { "did you mean \($0)?" }
                ?? (seen.isEmpty
                    ? "it has no labels" : "it has \(seen.keys.sorted().joined(separator: ", "))")
            return report.lint(
                .unknownLabel, under: range, "no series \(metric) has a label \(matcher.name)",
                hint)
        }
        guard values.count < SeriesCatalog.valueLimit,
            !values.contains(where: { matcher.accepts(value: $0) })
        else { return nil }
        let known = values.sorted()
        let hint =
            Nearest.match(for: matcher.value, in: known).map { "did you mean \"\($0)\"?" }
            ?? "seen are \(known.prefix(6).joined(separator: ", "))"
        return report.lint(
            .unknownLabel, under: range,
            "no \(metric) was seen with \(matcher.name)\(matcher.operation.rawValue)"
                + "\"\(matcher.value)\"", hint)
    }

    /// Every selector but those whose absence is what is asked for.
    private func selectors(
        _ node: SyntaxNode
    ) -> [(selector: SyntaxNode.Selector, range: SourceRange)] {
        switch node.kind {
        case .selector(let selector): return [(selector, node.range)]
        case .call(let call) where call.asksForAbsence: return []
        default: return node.children.flatMap(selectors)
        }
    }
}

/// A store with nothing in it.
struct NoSeries: SeriesSource {
    func select(
        _ matchers: [LabelMatcher], after: Timestamp, through: Timestamp
    ) -> [SeriesSamples] { [] }
}

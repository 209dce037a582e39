import Alerting
import ArgumentParser
import Canvas
import Foundation
import Ingest
import Snapshot
import Telemetry

struct CheckCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate configuration, rules and themes.",
        discussion: """
            A SOURCE may also be a rule file; names of series are looked for in the other sources. \
            Without one, the rule files in the directories are checked. \
            Leaves with 0 when all is well, 1 when something is wrong, 3 when a rule is unwise.
            """)

    @OptionGroup var source: SourceArguments

    @Option(
        name: .customLong("skip"),
        help: ArgumentHelp(
            "A kind of lint that is not wanted: "
                + RuleLint.Code.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "code"))
    var skipped: [RuleLint.Code] = []

    @Option(
        name: .customLong("backtest"),
        help: ArgumentHelp(
            "Say how often each rule would have fired over the logs and metric files here.",
            discussion: "Without a rule file: the configured and the built-in rules.",
            valueName: "source"))
    var history: [String] = []

    @Option(
        help: ArgumentHelp(
            "Count only this long before the newest event, as 24h.", valueName: "duration"))
    var since: Span?

    @Option(help: ArgumentHelp("What to print.", valueName: "format"))
    var format = Format.text

    /// promtool's exit code for what is allowed and unwise.
    private static let lintStatus: Int32 = 3

    mutating func run() throws {
        var report = CheckReport()
        var check = RuleCheck()
        let arguments = RuleArguments(source.sources)
        let (ruleFiles, others) = (arguments.files, arguments.others)
        source.sources = others + history.filter { !others.contains($0) }
        for path in ruleFiles { check.read(path) }
        if ruleFiles.isEmpty || !others.isEmpty || source.configurationFile != nil {
            checkConfiguration(&report, &check, named: ruleFiles.isEmpty ? others : nil)
        }
        let setup = check.groups.isEmpty ? nil : try? source.setup()
        let survey = setup.map(SeriesSurvey.init)
        let lints = check.lints(survey, without: Set(skipped))
        report.add(check, lints)
        if survey?.catalog == nil, !check.groups.isEmpty {
            report.say("no source at hand: the names of series were not looked for")
        }
        report.say(report.verdict)
        let result = try report.faults.isEmpty ? backtest(check, ofFiles: !ruleFiles.isEmpty) : nil
        _ = try StandardStreams.write(text(report, lints, result))
        if !report.faults.isEmpty { throw ExitCode(1) }
        if report.warnings > 0 { throw ExitCode(Self.lintStatus) }
    }

    private func text(
        _ report: CheckReport, _ lints: [RuleLint], _ result: BacktestRun.Result?
    ) -> String {
        switch format {
        case .json:
            return CheckJSON.text(
                faults: report.faults, lints: lints, backtest: result?.rules ?? [],
                span: result.map { ($0.from, $0.to, $0.lateEvents) })
        case .text:
            let lines = report.lines.map { TextSafety.plain($0) + "\n" }.joined()
            let table = result.map {
                BacktestTable.text($0.rules, from: $0.from, to: $0.to, lateEvents: $0.lateEvents)
            }
            return lines + (table ?? "")
        }
    }

    /// nil when it was not asked for.
    private func backtest(
        _ check: RuleCheck, ofFiles: Bool
    ) throws(StartError) -> BacktestRun.Result? {
        guard !history.isEmpty else { return nil }
        var sources = source
        sources.sources = history
        var plan = try ObservationPlan(sources.setup(), time: .live)
        if ofFiles {
            // What the built-in rules know serves the others: a baseline stands still while
            // LatencyRegressed is active.
            plan.groups = check.groups + BuiltInRules.groups(overriddenBy: check.groups)
        }
        var run = BacktestRun(plan)
        guard var result = run.run(sinceSeconds: since?.seconds) else {
            throw StartError(
                .noSource, "no past to try the rules on in \(history.joined(separator: ", "))",
                "name a log or a metric file with times; driftop info says what was recognised")
        }
        if ofFiles { result.rules.removeAll(where: \.builtIn) }
        return result
    }

    /// - Parameter named: sources whose rule files are meant too; nil when rule files are named.
    private func checkConfiguration(
        _ report: inout CheckReport, _ check: inout RuleCheck, named: [String]?
    ) {
        do {
            let setup = try source.setup()
            report.say("configuration: \(setup.configuration.file ?? "none, the defaults")")
            for reference in setup.configuration.references
            where !FileManager.default.isReadableFile(atPath: reference.path) {
                report.fault("references: \(reference.path): cannot be read")
            }
            let looks = try Looks(setup.configuration)
            report.say("themes: \(looks.themes.count)")
            for fault in looks.faults { report.fault("\(fault)") }
            readRuleFiles(setup.configuration, &report, &check)
            checkFacts(setup, &report)
            guard let named else { return }
            let own = history.isEmpty ? setup.configuration.sources : []
            for path in (named.isEmpty ? own : named).flatMap(RuleArguments.files(below:)) {
                if setup.configuration.file == nil {
                    check.read(path)
                    report.say("\(path): a dashboard reads it once rules: in driftop.yaml names it")
                } else if !check.hasRead(path) {
                    report.say("not read: \(path): no rules: in driftop.yaml names it")
                }
            }
        } catch {
            for line in error.lines { report.fault(line) }
        }
    }

    /// What is known of models, teams and pipelines: files that are read whole.
    private func checkFacts(_ setup: Setup, _ report: inout CheckReport) {
        guard let plan = try? ObservationPlan(setup, time: .live) else { return }
        let catalog = SourceCatalog(
            arguments: plan.arguments, settings: plan.scan, featureColumns: plan.featureColumns,
            fromBeginning: false)
        catalog.scan()
        let now = Collector.now()
        let horizon = Horizon(window: now, history: now, wanted: now)
        for source in catalog.facts {
            while source.step(now: now, horizon: horizon) != nil {}
            if case .failed(let reason, _) = source.state.condition {
                report.fault("\(source.state.name): \(reason)")
            }
        }
    }

    private func readRuleFiles(
        _ configuration: Configuration, _ report: inout CheckReport, _ check: inout RuleCheck
    ) {
        do {
            for path in try configuration.ruleFiles() { check.read(path) }
        } catch {
            report.fault("\(error)")
        }
    }
}

extension RuleLint.Code: ExpressibleByArgument {}

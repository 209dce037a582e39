import Snapshot

/// What a rule would have done, in one sentence; with another limit, beside what it did with its
/// own.
struct RuleSentence {
    let detail: RuleDetail?
    let wanted: Double?

    var runs: [Run] {
        guard let detail, let present = detail.present else {
            return [Run("· The past of this rule is not known yet.", .muted)]
        }
        guard let wanted else { return [Self.mark(present)] + [Run(own(present))] }
        guard let tried = detail.trials.first(where: { $0.threshold == wanted }) else {
            return [Run("· Trying \(Limit.words(wanted)).", .muted)]
        }
        return [Self.mark(tried), Run(compared(tried, present, detail))]
    }

    private static func mark(_ trial: RuleDetail.Trial) -> Run {
        if trial.fraction != nil { return Run("· ", .muted) }
        return trial.backtest.sets.contains(where: \.firesNow)
            ? Run("● ", .ticket) : Run("✓ ", .good)
    }

    private func own(_ trial: RuleDetail.Trial) -> String {
        let backtest = trial.backtest
        let did = backtest.fired == 0 ? "never fired" : "fired \(backtest.fired) ×"
        return "In the last \(span(trial)) it \(did)" + lasting(backtest)
            + "; \(now(backtest))." + progress(trial)
    }

    private func compared(
        _ tried: RuleDetail.Trial, _ present: RuleDetail.Trial, _ detail: RuleDetail
    ) -> String {
        let factor = detail.threshold?.isFactor == true ? " ×" : ""
        let limit = tried.threshold.map { Limit.words($0) + factor } ?? ""
        let own = present.threshold.map { Limit.words($0) + factor } ?? ""
        let backtest = tried.backtest
        let did =
            backtest.fired == 0
            ? "would never have fired" : "would have fired \(backtest.fired) ×"
        return "With \(limit) it \(did) in \(span(tried)) (\(count(present.backtest)) with "
            + "\(own))" + lasting(backtest) + "; \(now(backtest))." + progress(tried)
    }

    private func span(_ trial: RuleDetail.Trial) -> String {
        guard let from = trial.backtest.from, let to = trial.backtest.to else { return "moments" }
        return Formatting.span(max(60, to.seconds(since: from)))
    }

    private func lasting(_ backtest: RuleBacktest) -> String {
        let all = backtest.fired > 0 ? ", \(Formatting.span(backtest.firingSeconds)) in all" : ""
        return all + (backtest.pendingOnly > 0 ? ", \(backtest.pendingOnly) × only pending" : "")
    }

    private func count(_ backtest: RuleBacktest) -> String {
        backtest.fired == 0 ? "never" : "\(backtest.fired) ×"
    }

    private func now(_ backtest: RuleBacktest) -> String {
        let firing = backtest.sets.filter(\.firesNow)
        guard let first = firing.first else {
            let pending = backtest.sets.count(where: \.isPendingNow)
            return "now for nobody" + (pending > 0 ? ", \(pending) pending" : "")
        }
        let more = firing.count > 1 ? " and \(firing.count - 1) more" : ""
        return "now for \(first.words.isEmpty ? "its one result" : first.words)\(more)"
    }

    private func progress(_ trial: RuleDetail.Trial) -> String {
        trial.fraction.map { " \(Int(100 * $0)) % gone through." } ?? ""
    }
}

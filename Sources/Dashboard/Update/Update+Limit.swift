import Snapshot

/// Trying a rule with another limit than the one in its file.
extension DashboardModel {
    mutating func stepLimit(_ steps: Int) {
        guard let own = ruleDetail?.threshold?.value, let limit = limitInHand else { return }
        tryLimit(Limit.moved(limit, by: steps, own: own))
    }

    mutating func typeLimit(_ text: String) {
        guard let value = Double(text.filter { $0 != " " }), value.isFinite else {
            say("“\(text)” is not a number: nothing was tried", failed: true)
            return
        }
        tryLimit(value)
    }

    private mutating func tryLimit(_ value: Double) {
        let own = ruleDetail?.threshold?.value
        stack[stack.count - 1].triedLimit = value == own ? nil : value
    }
}

/// Limits as they are stepped through and written.
enum Limit {
    /// The next one up or down: about a tenth of the rule's own, in ones, twos or fives.
    static func moved(_ limit: Double, by steps: Int, own: Double) -> Double {
        let wanted = abs(own) > 0 ? abs(own) / 10 : 0.1
        // In whole multiples of the step or of its inverse: 0.1 + 0.2 is 0.3 here.
        var exponent = 0
        var size = wanted
        while size >= 10, exponent < 300 {
            size /= 10
            exponent += 1
        }
        while size < 1, exponent > -300 {
            size *= 10
            exponent -= 1
        }
        let mantissa = size >= 5 ? 5.0 : size >= 2 ? 2 : 1
        let power = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
        let count = exponent < 0 ? limit * power / mantissa : limit / power / mantissa
        let next = (count + Double(steps)).rounded() * mantissa
        return exponent < 0 ? next / power : next * power
    }

    /// As somebody would write it: `0.022`, `50`.
    static func words(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}

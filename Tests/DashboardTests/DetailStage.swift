import Canvas
import Snapshot

@testable import Dashboard

/// The detail views of the story, as the dashboard shows them.
enum DetailStage: String, CaseIterable {
    case version, canary, why, feature, compare, sources, rules, requests, versions, handoff
    case emptySources, emptyRules, staleSources, pendingWhy, unknownVersion, silentWhy
    case rule, triedRule, unreadRule

    /// The sizes of the golden frames.
    static let sizes = [
        Size(width: 40, height: 12), Size(width: 80, height: 24), Size(width: 120, height: 40),
        Size(width: 200, height: 60),
    ]

    var snapshot: SystemSnapshot {
        switch self {
        case .version, .feature: Story.churn
        case .emptySources, .emptyRules: Story.empty
        case .staleSources: Story.staleSource
        case .rule: Story.triedRule(nil)
        case .triedRule: Story.triedRule(0.01)
        case .handoff: Story.handedOver
        default: Story.incident
        }
    }

    var place: Place {
        switch self {
        case .version: .version(Story.churn3)
        case .canary: .version(Story.canary)
        case .why: .why(alert: Story.latencyRegressed.id)
        case .pendingWhy: .why(alert: "FeatureNulls/pricing/5/region")
        case .silentWhy: .why(alert: "NoTraffic/eta/41")
        case .feature: .feature(Story.churn3, "tenure")
        case .compare: .compare(Story.canary, Story.champion)
        case .sources, .emptySources, .staleSources: .sources
        case .rules, .emptyRules: .rules
        case .rule, .triedRule, .unreadRule: .rule(group: "built-in", name: "ErrorsHigh")
        case .requests: .requests(Story.canary, target: "eu-1")
        case .handoff: .handoff(since: Story.eveningBefore)
        case .versions: .versions(model: "fraud-detector")
        case .unknownVersion: .version(VersionID(model: "search-ranker", version: "13"))
        }
    }

    func model(_ size: Size) -> DashboardModel {
        var model = DashboardModel(snapshot: snapshot, size: size)
        model.subject = snapshot.subject?.subject.id
        model.stack.append(Layer(place))
        if self == .triedRule { model.stack[1].triedLimit = 0.01 }
        return model
    }

    func frame(_ size: Size) -> Frame { view(model(size), size: size) }
}

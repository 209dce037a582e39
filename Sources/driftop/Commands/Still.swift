import Canvas
import Dashboard
import Snapshot

/// The dashboard held still: the same model, messages and view as on a terminal, one frame.
struct Still {
    private(set) var model: DashboardModel
    private var wanted = Interest()

    init(_ snapshot: SystemSnapshot, size: SizeArgument, looks: Looks) {
        model = DashboardModel(
            snapshot: snapshot, size: Size(width: size.columns, height: size.rows),
            theme: looks.theme, themes: looks.themes)
        model.glyphs = looks.glyphs
        model.keys = looks.keys
        model.readOnlyReason = "a snapshot: nothing can be acknowledged"
        wanted = model.interest
    }

    /// Goes where the options say, and waits for the charts and details of that place.
    mutating func show(
        subject: String?, view: String?, alert: String?, session: HeadlessSession
    ) throws(StartError) {
        if let subject { try obey(.line("goto \(subject)")) }
        settle(session)
        switch view {
        case nil: break
        case "why":
            if let alert {
                try obey(.line("why \(alert)"))
                break
            }
            try obey(.line("focus alerts"))
            try obey(.key(.enter))
        case "feature":
            try obey(.line("view version"))
            settle(session)
            try obey(.key(.enter))
        case let view?: try obey(.line("view \(view)"))
        }
        settle(session)
    }

    private mutating func obey(_ message: Message) throws(StartError) {
        for case .look(let interest) in update(&model, message) { wanted = interest }
        if let notice = model.notice, notice.failed { throw StartError(.usage, notice.text) }
    }

    private mutating func settle(_ session: HeadlessSession) {
        // A place can lead to further wishes (a version screen to its first feature).
        for _ in 0..<3 where !model.snapshot.answers(wanted) {
            session.session.feed.wish(.look(wanted))
            let wish = wanted
            let answer = session.picture(before: .now + .seconds(5)) {
                $0.isComplete && $0.answers(wish)
            }
            guard let answer else { return }
            for case .look(let interest) in update(&model, .snapshot(answer)) { wanted = interest }
        }
    }

    var frame: Frame { Dashboard.view(model, size: model.size) }

    var title: String { "driftop: " + model.snapshot.headline.text }

    /// What the charts show, in sentences.
    var words: [String] {
        switch model.place {
        case .why: Words.lines(model.snapshot, inFull: true)
        case .main, .version, .feature, .zoom(.metrics): Words.lines(model.snapshot)
        default: []
        }
    }
}

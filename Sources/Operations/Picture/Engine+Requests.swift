internal import Snapshot
internal import Telemetry

extension Engine {
    /// More of each kind than a screen shows would be read from the log for nobody.
    private static let shownRequests = 48

    /// The requests behind a version's numbers: where they stand; their text is read by whoever
    /// can.
    ///
    /// Slots are a minute wide, and more in a window beyond an hour; the list begins where the slot
    /// does that holds the window's start: `since` says when.
    ///
    /// - Parameter target: of this one only; nil for all of them.
    func requestList(
        _ id: VersionID, target: String?, at: Timestamp, window: Int64
    ) -> RequestList {
        var list = RequestList(id: id)
        list.target = target
        let key = DeploymentKey(model: id.model, version: id.version, target: nil)
        guard let index = versionIndex[key] else { return list }
        let stretch = versions[index].requests.stretch(
            endingAt: at, window: window, target: target, clocks)
        let names = Dictionary(
            sources.map { ($0.value.index, $0.key) }, uniquingKeysWith: { first, _ in first })
        func shown(_ requests: [KeptRequest]) -> [RequestList.Request] {
            requests.prefix(Self.shownRequests).map { request in
                RequestList.Request(request, source: names[Int(request.source)] ?? "")
            }
        }
        list.since = Moment(stretch.since)
        list.slotSeconds = Double(stretch.slotMilliseconds) / 1_000
        list.slowest = shown(stretch.slowest(upTo: at))
        list.failed = shown(stretch.failed(upTo: at))
        addCommon(index, target: target, at: at, window: window, to: &list)
        return list
    }
}

extension RequestList.Request {
    fileprivate init(_ request: KeptRequest, source: String) {
        self.init(
            at: Moment(request.time),
            latencySeconds: request.latencySeconds.isNaN ? nil : request.latencySeconds,
            failed: request.failed,
            place: RequestList.Place(
                source: source, file: Int(request.line.file), offset: request.line.offset,
                length: Int(request.line.length)))
    }
}

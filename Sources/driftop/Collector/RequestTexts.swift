import Ingest
import Snapshot

/// The texts of the requests on screen: read from their logs once, and kept while they are shown.
struct RequestTexts {
    /// A line that is gone does not come back.
    private enum Finding {
        case text(RequestText)
        case gone
    }
    private var known: [RequestList.Place: Finding] = [:]

    /// Gives every request of a list what its line says.
    ///
    /// - Parameter read: asked for what is not known yet; nil: the line is gone.
    mutating func fill(
        _ list: inout RequestList?, read: (RequestList.Place) -> RequestText?
    ) {
        var shown: [RequestList.Place: Finding] = [:]
        func filled(_ requests: [RequestList.Request]) -> [RequestList.Request] {
            requests.map { request in
                let finding =
                    shown[request.place] ?? known[request.place]
                    ?? read(request.place).map(Finding.text) ?? .gone
                shown[request.place] = finding
                return Self.filled(request, finding)
            }
        }
        if let found = list {
            list?.slowest = filled(found.slowest)
            list?.failed = filled(found.failed)
        }
        known = shown
    }

    private static func filled(
        _ request: RequestList.Request, _ finding: Finding
    ) -> RequestList.Request {
        var request = request
        switch finding {
        case .gone: request.isGone = true
        case .text(let text):
            request.id = text.id
            request.outcome = text.outcome
            request.features = text.features
            request.text = text.line
        }
        return request
    }
}

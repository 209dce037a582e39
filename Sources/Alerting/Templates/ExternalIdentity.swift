/// Who sends alerts, as Prometheus's configuration and command line say it: templates may ask.
package struct ExternalIdentity: Hashable, Sendable {
    /// `external_labels`.
    package var labels: [String: String]
    /// Where the web interface is found; empty when there is none.
    package var url: String

    package init(labels: [String: String] = [:], url: String = "") {
        self.labels = labels
        self.url = url
    }

    /// The path of the address, without a slash at its end.
    var pathPrefix: String {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        let path = url[scheme.upperBound...].drop { $0 != "/" }
        return String(path.hasSuffix("/") ? path.dropLast() : path)
    }
}

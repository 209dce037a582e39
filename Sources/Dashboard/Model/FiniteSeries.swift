import Snapshot

/// Charts take what is finite: anything else is unknown, whoever computed it.
extension SystemSnapshot {
    mutating func keepFinite() {
        subject?.keepFinite()
        why?.chart?.keepFinite()
        why?.comparedChart?.keepFinite()
        feature?.history?.keepFinite()
    }
}

extension SubjectDetail {
    fileprivate mutating func keepFinite() {
        subject.keepFinite()
        compared?.keepFinite()
        for name in strips.keys { strips[name]?.keepFinite() }
        if latencyLimitSeconds?.isFinite == false { latencyLimitSeconds = nil }
    }
}

extension SubjectDetail.Charts {
    fileprivate mutating func keepFinite() {
        p50.keepFinite()
        p95.keepFinite()
        p99.keepFinite()
        requestsPerSecond.keepFinite()
        errorRatio.keepFinite()
    }
}

extension ChartSeries {
    fileprivate mutating func keepFinite() {
        // Nearly always nothing is to be done, and then nothing is copied.
        guard values.contains(where: { $0?.isFinite == false }) else { return }
        values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
    }
}

import Telemetry

/// How a request ended, by what logs write.
///
/// Errors are what a person on call must mend: HTTP 5xx, gRPC codes that are the server's fault,
/// and words such as `error`, `timeout`, `exception`. A 4xx (429 too) is the client's and counts as
/// ok.
enum OutcomeWords {
    /// - Parameter isErrorField: the field says *whether there is an error* (`error: null`), so any
    ///   text in it is one.
    static func outcome(of value: RawValue, isErrorField: Bool) -> Outcome {
        if value.isNull { return isErrorField ? .ok : .unknown }
        // `error: {"message": …}`; another field's is a wrong type.
        if value.kind == .container { return value.isEmptyContainer ? .ok : .error }
        if let flag = value.bool { return flag == isErrorField ? .error : .ok }
        if let number = value.numeric { return outcome(code: number, isErrorField: isErrorField) }
        // Retries leave a list (`502, 200`): the last is what the client got.
        if let comma = value.text.lastIndex(of: UInt8(ascii: ",")) {
            var rest = value.text[(comma + 1)...]
            while rest.first == 0x20 { rest = rest.dropFirst() }
            if let last = DecimalNumber.parse(UnsafeRawBufferPointer(rebasing: rest)) {
                return outcome(code: last, isErrorField: isErrorField)
            }
        }
        return outcome(word: String(decoding: value.text.prefix(64), as: UTF8.self), isErrorField)
    }

    private static func outcome(code: Double, isErrorField: Bool) -> Outcome {
        if code >= 100, code < 600 { return code >= 500 ? .error : .ok }
        if code == 0 { return .ok }
        if isErrorField { return .error }
        // Any other number says nothing that could be taken for well.
        guard (0...16).contains(code) else { return .unknown }
        // gRPC: unknown 2, deadline 4, unimplemented 12, internal 13, unavailable 14, data loss 15;
        // Google's API guide maps exactly these onto 5xx.
        return [2, 4, 12, 13, 14, 15].contains(code) ? .error : .ok
    }

    private static let fine: Set<String> = [
        "ok", "no error", "no_error", "success", "succeeded", "successful", "complete", "completed",
        "done", "finished",
        "pass", "passed", "none", "no", "null", "-", "cancelled", "canceled", "bad_request",
        "not_found", "unauthenticated", "permission_denied", "invalid_argument", "already_exists",
        "resource_exhausted", "failed_precondition", "out_of_range",
    ]
    private static let bad = [
        "error", "fail", "timeout", "timed out", "timed_out", "exception", "unavailable",
        "abort", "crash", "internal", "overload", "deadline", "oom", "reset", "refused", "panic",
        "unknown", "unimplemented", "data_loss",
    ]

    private static func outcome(word: String, _ isErrorField: Bool) -> Outcome {
        let lower = word.lowercased()
        if fine.contains(lower) { return .ok }
        // `err`, `err_closed`; not `transferred` nor `deferred`.
        if isErrorField || lower.hasPrefix("err") || bad.contains(where: { lower.contains($0) }) {
            return .error
        }
        // `HTTP 503`, `503 Service Unavailable`.
        for part in lower.split(whereSeparator: { !$0.isNumber }) where part.count == 3 {
            if let code = Int(part), (100..<600).contains(code) {
                return code >= 500 ? .error : .ok
            }
        }
        return .unknown
    }
}

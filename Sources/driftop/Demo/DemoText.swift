import Snapshot

/// Bytes of log lines, written without the cost of formatters: the demo's past is half a million
/// lines, and it must not keep anybody waiting.
struct DemoText: Sendable {
    private(set) var bytes: [UInt8] = []
    private var stampSecond = Int64.min
    private var stamp: [UInt8] = []

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    var count: Int { bytes.count }
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    /// RFC 3339 with milliseconds; the date is worked out once a second.
    mutating func append(time milliseconds: Int64) {
        let second = milliseconds / 1_000
        if second != stampSecond {
            stampSecond = second
            stamp = Array(CivilTime.text(Moment(milliseconds: second * 1_000)).utf8.prefix(20))
        }
        bytes.append(contentsOf: stamp)
        let rest = Int(milliseconds - second * 1_000)
        bytes.append(UInt8(48 + rest / 100))
        bytes.append(UInt8(48 + rest / 10 % 10))
        bytes.append(UInt8(48 + rest % 10))
        bytes.append(UInt8(ascii: "Z"))
    }

    /// `value` with exactly `decimals` digits after the point.
    mutating func append(_ value: Double, decimals: Int) {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64((value * Double(scale)).rounded())
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = abs(scaled)
        append(magnitude / scale, width: 1)
        guard decimals > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        append(magnitude % scale, width: decimals)
    }

    mutating func append(hex value: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }

    private mutating func append(_ value: Int64, width: Int) {
        var divisor: Int64 = 1
        var digits = 1
        while digits < width || value / divisor >= 10 {
            divisor *= 10
            digits += 1
        }
        while divisor > 0 {
            bytes.append(UInt8(48 + value / divisor % 10))
            divisor /= 10
        }
    }
}

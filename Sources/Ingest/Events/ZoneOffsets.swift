package import Foundation

/// From local wall-clock times to UTC, with the last answer kept: offsets change on whole quarters
/// of an hour.
package struct ZoneOffsets {
    private let zone: TimeZone
    private var quarter = Int64.min
    private var offset: Int64 = 0

    package static var utc: ZoneOffsets { ZoneOffsets(.gmt) }

    package init(_ zone: TimeZone = .current) { self.zone = zone }

    /// - Parameter milliseconds: local wall-clock time, counted as if it were UTC. A time that a
    ///   clock change makes ambiguous is taken as the first, one that it skips as the later.
    package mutating func utc(fromLocal milliseconds: Int64) -> Int64 {
        let index = milliseconds.quotientRoundedDown(by: 900_000)
        if index != quarter {
            quarter = index
            let local = Double(index * 900)
            // The offset a day before and after bracket any change; the earlier one in force wins.
            let before = zone.secondsFromGMT(for: Date(timeIntervalSince1970: local - 86_400))
            let after = zone.secondsFromGMT(for: Date(timeIntervalSince1970: local + 86_400))
            let early = local - Double(before)
            let fits = zone.secondsFromGMT(for: Date(timeIntervalSince1970: early)) == before
            let late = local - Double(after)
            let fitsAfter = zone.secondsFromGMT(for: Date(timeIntervalSince1970: late)) == after
            offset = Int64(fits || !fitsAfter ? before : after) * 1_000
        }
        return milliseconds - offset
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

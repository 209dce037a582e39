import Canvas
import Dashboard
import Snapshot
import Testing

/// No size and no state of the world makes a view fail.
struct EverySizeTests {
    private static let worlds = [
        Story.incident, Story.calm, Story.empty, Story.reading, Story.staleSource,
        Story.manyAlerts, Hostile.snapshot,
    ]

    @Test("the main screen at every size from 1×1 to 250×80")
    func main() {
        for width in 1...250 {
            for height in stride(from: 1 + width % 13, through: 80, by: 13) {
                let size = Size(width: width, height: height)
                let world = Self.worlds[(width + height) % Self.worlds.count]
                var model = DashboardModel(snapshot: world, size: size)
                model.focus = Pane.allCases[(width * 7 + height) % 5]
                #expect(view(model, size: size).size == size)
            }
        }
    }

    @Test("every view of every world at sizes around the breakpoints")
    func views() {
        let sizes = [
            (39, 12), (40, 11), (40, 12), (59, 20), (79, 24), (80, 23), (80, 24), (80, 29),
            (80, 30), (119, 50), (120, 33), (120, 34), (159, 40), (160, 41), (250, 80),
        ].map { Size(width: $0.0, height: $0.1) }
        let ways: [[Key]] = [
            [.enter], [.character("e")], [.character("c")], [.character("v")],
            [.character("v"), .down, .enter], [.character("V")], [.character("S")],
            [.character("r")], [.character("r"), .down, .enter], [.character("?"), .pageDown],
            [.character("1"), .character("f")],
            [.character("2"), .character("f")], [.character("3"), .character("f"), .down],
            [.character("4"), .character("f"), .down, .down], [.character("5"), .character("f")],
            [.character("z")], [.character("/"), .character("x")], [.character(":")],
            [.character("p")], [.character("]")],
        ]
        for world in Self.worlds {
            for size in sizes {
                for way in ways {
                    let model = Golden.model(world, size, keys: way)
                    #expect(view(model, size: size).size == size)
                }
            }
        }
    }

    @Test("with ASCII glyphs no other character of ours reaches the screen")
    func ascii() {
        for world in Self.worlds.dropLast() {
            for size in [Size(width: 40, height: 12), Size(width: 120, height: 40)] {
                var model = Golden.model(world, size)
                model.glyphs = .ascii
                for cell in view(model, size: size).cells {
                    #expect(cell.glyph.isASCII, "\(cell.glyph)")
                }
            }
        }
    }

    @Test("control characters and endless names from a log do no harm")
    func hostile() {
        let size = Size(width: 80, height: 24)
        let frame = view(DashboardModel(snapshot: Hostile.snapshot, size: size), size: size)
        for cell in frame.cells {
            let isControl = cell.glyph.unicodeScalars.contains { $0.value < 32 && $0.value != 0 }
            #expect(!isControl)
        }
        let text = (0..<24).map { String(frame.row($0).map(\.glyph)) }.joined()
        #expect(text.contains("…"))
    }
}

/// A deployment whose names and figures were written by an enemy.
enum Hostile {
    static let snapshot: SystemSnapshot = {
        var snapshot = Story.incident
        let name = "\u{1B}[31mmodel\u{7}\n" + String(repeating: "很长", count: 60)
        var version = VersionStatus(id: VersionID(model: name, version: "\t\u{202E}9"))
        version.requests = .max
        version.requestsPerSecond = .infinity
        version.errorRatio = .nan
        version.trafficShare = -1e300
        version.latency = LatencyQuantiles(p50: 0, p95: 1e300, p99: .infinity, max: .nan)
        version.baselineSeconds = 1e-300
        version.latencySparkline = [nil, .nan, .infinity, -1]
        version.drift = [Story.drift(name, .numeric, value: 1e200, count: 1, nulls: 2, unseen: -1)]
        version.quality = [name: .infinity]
        version.worst = .page
        var model = ModelStatus(name: name)
        model.versions = [version]
        snapshot.models.append(model)
        snapshot.subject?.subject.p95.values = [.nan, .infinity, -1, nil, 1e300]
        snapshot.alerts[0].what = name
        snapshot.alerts[0].comment = name
        snapshot.headline.text = name
        snapshot.headline.shortText = name
        return snapshot
    }()
}

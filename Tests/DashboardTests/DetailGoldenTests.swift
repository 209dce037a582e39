import Canvas
import Testing

@testable import Dashboard

/// Every detail view of the story at three sizes, glyphs and styles.
@Suite struct DetailGoldenTests {
    @Test(arguments: DetailStage.allCases)
    func `the view is as recorded`(_ stage: DetailStage) throws {
        for size in DetailStage.sizes {
            try DetailGolden.expect(stage.frame(size), is: stage.rawValue)
        }
    }

    @Test(arguments: DetailStage.allCases)
    func `no size from one cell up crashes or draws outside`(_ stage: DetailStage) {
        // Every border of the layouts, and what lies between them now and then.
        let widths = [1, 39, 40, 75, 76, 80, 109, 110, 120, 200]
        let heights = [1, 11, 12, 15, 18, 21, 24, 31, 33, 60]
        for width in widths {
            for height in heights {
                let size = Size(width: width, height: height)
                #expect(stage.frame(size).size == size)
            }
        }
    }
}

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
        for width in stride(from: 1, through: 200, by: 7) {
            for height in stride(from: 1, through: 60, by: 3) {
                let size = Size(width: width, height: height)
                #expect(stage.frame(size).size == size)
            }
        }
        for height in 1...60 {
            for width in [39, 40, 41, 79, 80, 81, 109, 110, 119, 120, 121, 159, 160, 200] {
                let size = Size(width: width, height: height)
                #expect(stage.frame(size).size == size)
            }
        }
    }
}

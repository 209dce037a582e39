import Glibc

/// What a demo model was trained on, as a CSV file: its features, its prediction and its score.
enum DemoReference {
    static let rows = 5_000

    static func csv(_ deployment: DemoDeployment, seed: UInt64, stream: Int) -> [UInt8] {
        var random = DemoRandom(seed: seed, stream: 1_000 + stream)
        var text = DemoText(capacity: rows * 40)
        let writers = deployment.features.map { feature in
            var trained = feature
            trained.nulls = nil
            return DemoFeatureWriter(trained, shape: feature.trained, key: "", quoted: false)
        }
        text.append(Array(deployment.features.map(\.name).joined(separator: ",").utf8))
        text.append(Array(answerHeader(deployment.answer).utf8))
        text.append(newline)
        for _ in 0..<rows {
            for (index, writer) in writers.enumerated() {
                if index > 0 { text.append(comma) }
                writer.write(to: &text, random: &random, secondsFromStart: 0)
            }
            writeAnswer(deployment.answer, to: &text, random: &random)
            text.append(newline)
        }
        return text.bytes
    }

    private static func answerHeader(_ answer: DemoDeployment.Answer) -> String {
        switch answer {
        case .none: ""
        case .binary: ",prediction,score"
        case .number: ",prediction"
        }
    }

    private static func writeAnswer(
        _ answer: DemoDeployment.Answer, to text: inout DemoText, random: inout DemoRandom
    ) {
        switch answer {
        case .none:
            return
        case .binary(let share, _, _):
            let (says, score) = DemoAnswer.binary(share: share, random: &random)
            text.append(says ? Array(",1,".utf8) : Array(",0,".utf8))
            text.append(score, decimals: 4)
        case .number(let median, let deviation, _, let decimals):
            text.append(comma)
            text.append(median * exp(deviation * random.normal()), decimals: decimals)
        }
    }

    private static let comma = [UInt8(ascii: ",")]
    private static let newline = [UInt8(ascii: "\n")]
}

/// The one way demo models score, in training and live.
enum DemoAnswer {
    /// Positives crowd towards 1 and negatives towards 0; the border is 0.5.
    static func binary(share: Double, random: inout DemoRandom) -> (says: Bool, score: Double) {
        let says = random.unit() <= share
        let unit = random.unit()
        return (says, says ? 1 - 0.5 * unit * unit.squareRoot() : 0.5 * unit * unit)
    }
}

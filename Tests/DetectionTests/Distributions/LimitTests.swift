import Detection
import Testing

/// Distributions of test statistics; expected values by SciPy 1.17.1, except where said.
@Suite struct LimitTests {
    @Test(arguments: [
        (10, 0.3, 0.27053557479999946), (50, 0.05, 0.9990238098461883),
        (100, 0.095, 0.3077584315548964), (140, 0.12, 0.03252638258561632),
        (500, 0.02, 0.9859871786857471), (100_000, 0.008, 5.491331159979234e-06),
        (7, 0.9, 1.999999999999997e-07), (1, 0.6, 0.8),
    ])
    func kolmogorovIsSciPysKstwo(_ values: Int, _ x: Double, _ expected: Double) {
        let answer = Kolmogorov.survival(x, values: values)
        #expect(abs(answer - expected) <= 1e-9 * expected)
    }

    /// SciPy approximates from 141 values on, we from 2 001 on.
    @Test(arguments: [
        (141, 0.12, 0.03160060527758468), (200, 0.09, 0.07358925139953587),
        (1_000, 0.03, 0.3226902143914636), (2_000, 0.02, 0.3953133626892045),
        (2_500, 0.015, 0.6216068173664503), (10_000, 0.01, 0.2682191277029192),
        (100_000, 0.003, 0.3284563327726956),
    ])
    func kolmogorovOfManyValuesIsCloseEnough(_ values: Int, _ x: Double, _ expected: Double) {
        let answer = Kolmogorov.survival(x, values: values)
        #expect(abs(answer - expected) <= 1e-4 * expected)
    }

    @Test(arguments: [
        (0.3, 0.9999906941986655), (0.5, 0.9639452436648751), (0.9, 0.3927307079406543),
        (1, 0.26999967167735456), (1.36, 0.049485876755377876), (2, 0.0006709252557796953),
        (4, 2.532833109818835e-14), (0, 1),
    ])
    func kolmogorovsLimitIsKstwobign(_ z: Double, _ expected: Double) {
        #expect(abs(Kolmogorov.limit(z) - expected) <= 1e-12 * expected)
    }

    @Test func kolmogorovOfNothingAndOfAllIsCertain() {
        #expect(Kolmogorov.survival(0.3, values: 0) == 1)
        #expect(Kolmogorov.survival(0, values: 10) == 1)
        #expect(Kolmogorov.survival(1, values: 10) == 0)
    }

    @Test(arguments: [
        (0, 3, 1.0), (1.5, 1, 0.3743340836219977), (2.2, 10.5, 0.05120545783814098),
        (30, 4, 7.352856097661319e-06), (-4.4, 397, 1.3927336408889895e-05),
    ])
    func studentsTailIsTwiceSciPysSf(_ t: Double, _ degrees: Double, _ expected: Double) {
        #expect(abs(StudentT.twoSided(t, degrees: degrees) - expected) <= 1e-11 * expected)
    }

    /// Against Smirnov's integral, ∫ √(−√y / sin √y)·e^(−xy/2) / y dy, by SciPy's `quad`.
    @Test(arguments: [
        (0.5, 0.03983321751159461), (1, 0.0024604521755553677), (2, 1.2780736139854477e-05),
        (3, 7.567743435635168e-08),
    ])
    func cramerVonMisesTailIsSmirnovsIntegral(_ x: Double, _ expected: Double) {
        let tail = 1 - CramerVonMisesTest.limitCumulative(x)
        #expect(abs(tail - expected) <= 1e-8 * expected + 1e-14)
    }
}

import Detection
import Testing

/// Expected values: SciPy 1.17.1.
@Suite struct DistributionTests {
    @Test(arguments: [
        (0.001, 1, 10.827566170662733), (0.001, 2, 13.815510557964274),
        (0.001, 5, 20.515005652432876), (0.001, 9, 27.877164871256575),
        (0.001, 10, 29.58829844507442), (0.001, 50, 86.66081519040317),
        (0.001, 101, 150.66705566784537), (0.05, 9, 16.91897760462045),
        (0.5, 1, 0.4549364231195724), (0.999, 3, 0.02429758581569275),
        (1e-12, 4, 62.1997463915383), (0.3, 0.5, 0.3746964567403943),
    ])
    func chiSquareQuantileIsSciPysIsf(_ tail: Double, _ degrees: Double, _ expected: Double) {
        let quantile = ChiSquare.upperQuantile(tail, degrees: degrees)
        #expect(abs(quantile - expected) <= 1e-12 * expected)
    }

    @Test(arguments: [
        (4.691740082168295, 2, 0.09576384739312567),
        (38.96912997903563, 2, 3.4511270105694208e-09),
        (27.877, 9, 0.001000063357757273), (100, 3, 1.5541594313896026e-21),
        (0.001, 5, 0.9999999983185123), (500, 400, 0.00048221275959343273),
        (0.5, 1, 0.47950012218695337),
    ])
    func chiSquareTailIsSciPysSf(_ x: Double, _ degrees: Double, _ expected: Double) {
        let tail = ChiSquare.survival(x, degrees: degrees)
        #expect(abs(tail - expected) <= 1e-12 * expected)
        #expect(abs(ChiSquare.cumulative(x, degrees: degrees) - (1 - expected)) <= 1e-13)
    }

    @Test(arguments: [
        (0.5, 0.0), (0.25, 0.6744897501960817), (0.05, 1.6448536269514729),
        (0.001, 3.090232306167813), (1e-08, 5.612001244174789), (1e-15, 7.941345326170998),
        (0.9, -1.2815515655446004),
    ])
    func normalQuantileIsSciPysIsf(_ tail: Double, _ expected: Double) {
        let quantile = Normal.upperQuantile(tail)
        #expect(abs(quantile - expected) <= 1e-12)
        #expect(abs(Normal.survival(quantile) - tail) <= 1e-12 * tail)
    }

    @Test func quantilesOfCertaintyAreBounds() {
        #expect(ChiSquare.upperQuantile(0, degrees: 3) == .infinity)
        #expect(ChiSquare.upperQuantile(1, degrees: 3) == 0)
        #expect(Normal.upperQuantile(0) == .infinity)
        #expect(Normal.upperQuantile(1) == -.infinity)
    }
}

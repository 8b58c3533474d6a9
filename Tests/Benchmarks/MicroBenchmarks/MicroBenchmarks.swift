// What the parts of the hot paths cost by themselves, each beside a floor where there is one.
//
//     CURTAILD_BENCHMARKS=1 swift package benchmark --target MicroBenchmarks
//     CURTAILD_PRICES=prices.csv.gz adds the replay of a year, without starting a process.

import Benchmark
import SiteRecord
import CurtailmentEngine
import Foundation

let benchmarks: @Sendable () -> Void = {
    // The library keeps its defaults in a global; it reads them on this thread only.
    unsafe Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .mallocCountTotal], warmupIterations: 20, scalingFactor: .one,
        maxDuration: .seconds(2), maxIterations: 20_000)

    Benchmark("frequency: scan a line and watch it, 1,000 samples") { benchmark in
        var samples = SampleLines(count: 1_000)
        benchmark.startMeasurement()
        samples.watchAll()
    }
    Benchmark("frequency: floor, every byte of the same lines read once") { benchmark in
        let samples = SampleLines(count: 1_000)
        benchmark.startMeasurement()
        blackHole(samples.sumOfBytes())
    }
    Benchmark("engine: a price that changes nothing, 1,000 times") { benchmark in
        var site = MixedSite()
        benchmark.startMeasurement()
        for minute in 0..<1_000 { site.takeHighPrice(minute: Int64(minute)) }
    }
    Benchmark("plan: urgent, 10,000 mixed units") { benchmark in
        var site = MixedSite()
        benchmark.startMeasurement()
        blackHole(site.curtail(toShareOfThousand: 437))
    }
    Benchmark("plan: floor, the ratings of 10,000 units summed in shed order") { benchmark in
        let ratings = MixedSite.ratings
        benchmark.startMeasurement()
        blackHole(ratings.reduce(0, &+))
    }
    Benchmark("record: canonical bytes of a price, 1,000 times") { benchmark in
        let input = MixedSite.highPrice(minute: 7)
        benchmark.startMeasurement()
        for _ in 0..<1_000 { blackHole(input.canonicalBytes) }
    }
    checkPlans()
    if let prices = ProcessInfo.processInfo.environment["CURTAILD_PRICES"] {
        Benchmark(
            "replay: a year of prices", configuration: .init(maxDuration: .seconds(5), maxIterations: 20)
        ) { _ in
            blackHole(try replayYear(prices: prices))
        }
    }
}

import GridMarket
import SiteRecord
import CurtailmentEngine

/// What the parts of the hot paths cost by themselves, each beside a floor where there is one.
enum HotPaths {
    /// The median of a number of runs, in nanoseconds.
    private static func median(of runs: Int, _ body: () -> Int) -> Int64 {
        var sum = 0
        let times = (0..<runs).map { _ in
            let begun = ContinuousClock.now
            sum &+= body()
            return (ContinuousClock.now - begun).attoseconds / 1_000_000_000
        }
        // What is never used may be left out by the compiler.
        if sum == .min { say("") }
        return Int64(times.sorted()[runs / 2])
    }

    /// Says each as JSON: its name, nanoseconds, and the floor's.
    static func run() {
        let worst = MixedSite.worstPlan()
        let ratings = MixedSite.ratings
        let floor = median(of: 101) { Int(ratings.reduce(0, &+)) }
        // Each plan is made by an engine of its own: a second one would find the units asleep.
        var sites = (0..<21).map { _ in MixedSite() }
        let plan = median(of: 21) {
            var site = sites.removeLast()
            return Int(site.curtail(toShareOfThousand: 437))
        }
        say(
            #"{"name":"plan","ns":\#(plan),"floor_ns":\#(floor),"worst_w":\#(worst / 1_000_000),"#
                + #""half_w":\#(MixedSite.halfOfSmallest / 1_000_000)}"#)
        let lines = SampleLines(count: 1_000)
        let bytes = median(of: 101) { lines.sumOfBytes() }
        let watch = median(of: 101) {
            var samples = lines
            return samples.watchAll()
        }
        say(#"{"name":"scan and watch 1,000 samples","ns":\#(watch),"floor_ns":\#(bytes)}"#)
        var site = MixedSite()
        let prices = median(of: 21) {
            for minute in 0..<1_000 { site.applyHighPrice(minute: Int64(minute)) }
            return 0
        }
        say(#"{"name":"1,000 prices that change nothing","ns":\#(prices)}"#)
        let input = MixedSite.highPrice(minute: 7)
        let records = median(of: 21) { (0..<1_000).reduce(0) { sum, _ in sum + input.canonicalBytes.count } }
        say(#"{"name":"canonical bytes of 1,000 prices","ns":\#(records)}"#)
    }
}

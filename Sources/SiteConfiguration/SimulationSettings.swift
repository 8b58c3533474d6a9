package import GridUnits

/// How fast a simulated unit falls and rises, linearly; zero is at once.
package struct SimulationSettings: Hashable, Sendable {
    package let shed: TimeSpan
    package let wake: TimeSpan

    package init(shed: TimeSpan, wake: TimeSpan) {
        self.shed = shed
        self.wake = wake
    }
}

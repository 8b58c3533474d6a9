package import GridUnits

/// How fast a simulated unit falls and rises, linearly; zero is at once.
package struct SimulationSettings: Hashable, Sendable {
    /// How long a simulated unit takes to fall asleep.
    package let shed: TimeSpan
    /// How long it takes to run again.
    package let wake: TimeSpan

    package init(shed: TimeSpan, wake: TimeSpan) {
        self.shed = shed
        self.wake = wake
    }
}

/// A policy record that every settled interval refers to.
///
/// A record is two dozen lists and texts: a reference to it is copied for every interval instead of those.
final class PolicyInForce: Sendable {
    let record: PolicyRecord

    init(_ record: PolicyRecord) { self.record = record }
}

import Testing

/// The built programs as an operator runs them: real sockets, real SQLite, real files, one site after the other.
@Suite("End to end", .serialized, .timeLimit(.minutes(3)))
enum EndToEnd {}

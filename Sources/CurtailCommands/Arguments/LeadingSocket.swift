/// `--socket PATH` before the verb, as it may also stand after it.
enum LeadingSocket {
    private static let name = "--socket"

    /// Puts a socket that was named before the verb behind it, where the verb reads it.
    ///
    /// - Parameter arguments: of the command line, without the program's name.
    /// - Returns: the same arguments; unchanged where no socket stands first or no verb follows it.
    static func afterVerb(_ arguments: [String]) -> [String] {
        guard let first = arguments.first else { return arguments }
        let count = first == name ? 2 : first.hasPrefix("\(name)=") ? 1 : 0
        guard count > 0, arguments.count > count, !arguments[count].hasPrefix("-") else { return arguments }
        return [arguments[count]] + arguments.prefix(count) + arguments.dropFirst(count + 1)
    }
}

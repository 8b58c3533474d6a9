import ArgumentParser
import Foundation
import HostSystem

/// `-o`, where a verb writes a file.
struct FileOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "Write this file, which must not exist, instead of standard output.", valueName: "file"))
    var path: String?

    @Flag(help: "With -o, replace a file that is there, once the new one is whole.")
    var force = false

    func validate() throws {
        guard !force || path != nil else {
            throw ValidationError("--force replaces a file: name it with -o FILE.")
        }
    }

    /// Hands out where to write to; a file that does not become whole is removed again.
    ///
    /// - Parameters:
    ///   - terminal: whose standard output it is when no file is named.
    ///   - body: writes through the function it is given.
    /// - Returns: what `body` returns.
    /// - Throws: ``CommandFailure`` when the file cannot be made or written, and what `body` throws.
    func write<Result>(
        on terminal: Terminal, _ body: (@escaping (String) throws -> Void) throws -> Result
    ) throws -> Result {
        guard let path else { return try body { terminal.write($0) } }
        let file: NewFile
        do {
            file = try NewFile(
                creating: force ? "\(path).\(ProcessInfo.processInfo.processIdentifier).new" : path)
        } catch {
            let advice =
                error.isTaken
                ? "Name one that does not exist, or replace it with --force." : "Name another file: -o FILE"
            throw CommandFailure(CommandFailure.cannotCreate, "\(error). Nothing was written. \(advice)")
        }
        do {
            let result = try body { try file.write(Array($0.utf8)) }
            if force { try HostFolder.move(file.path, to: path) }
            return result
        } catch {
            file.discard()
            guard let error = error as? HostFailure else { throw error }
            throw CommandFailure(
                CommandFailure.cannotCreate, "\(error). The file was removed again. Is the disk full? df -h")
        }
    }
}

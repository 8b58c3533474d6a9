import CHostSystem
import Glibc

/// Runs a program without a shell: bytes in, bytes out. (posix_spawn(3).)
package enum HostProgram {
    /// How a program ended.
    package enum Ending: Hashable, Sendable, CustomStringConvertible {
        case exited(Int32)
        case killed(signal: Int32)

        package var description: String {
            switch self {
            case .exited(let status): "ended with status \(status)"
            case .killed(let signal): "was ended by signal \(signal)"
            }
        }
    }

    /// How a program ended and what it wrote.
    package struct Outcome: Hashable, Sendable {
        /// Everything it wrote to its standard output, up to the limit.
        package let output: [UInt8]
        /// How it ended.
        package let ending: Ending
        /// Whether it wrote more than the limit and was ended for it.
        package let isCut: Bool

        package init(output: [UInt8], ending: Ending, isCut: Bool = false) {
            self.output = output
            self.ending = ending
            self.isCut = isCut
        }
    }

    /// All that a program finds in its environment: nothing of ours, above all no credentials.
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"]
    /// Between the signal to end and the one that ends.
    private static let patience: Int64 = 500_000_000

    /// Runs a program and waits for its end, on a thread of its own.
    ///
    /// When the task is cancelled the program and all of its process group are asked to end (SIGTERM), and half a
    /// second later made to (SIGKILL). What it starts in that group does not outlive it.
    ///
    /// - Parameters:
    ///   - arguments: an absolute path first; nothing is looked up.
    ///   - input: its standard input, which is closed behind it.
    ///   - outputLimit: bytes of standard output; standard error is ours.
    /// - Returns: what it wrote and how it ended.
    /// - Throws: ``HostFailure`` when it could not be started.
    package static func run(
        _ arguments: [String], input: [UInt8], outputLimit: Int
    ) async throws(HostFailure) -> Outcome {
        let cancelled = try EventSignal()
        let result: Result<Outcome, HostFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                do throws(HostFailure) {
                    _ = try HostThread(name: "exec") {
                        do throws(HostFailure) {
                            var child = try Child(arguments, input: input, outputLimit: outputLimit)
                            continuation.resume(returning: .success(child.run(until: cancelled)))
                        } catch {
                            continuation.resume(returning: .failure(error))
                        }
                    }
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        } onCancel: {
            cancelled.raise()
        }
        return try result.get()
    }

    /// A program that has been started, on the thread that waits for it.
    private struct Child {
        private let process: pid_t
        private let input: [UInt8]
        private let outputLimit: Int
        private var standardInput: Int32?
        private var standardOutput: Int32?
        private var written = 0
        private var output: [UInt8] = []
        private var isCut = false

        init(_ arguments: [String], input: [UInt8], outputLimit: Int) throws(HostFailure) {
            self.input = input
            self.outputLimit = outputLimit
            let (childInput, ownInput) = try Self.pipe()
            let (ownOutput, childOutput): (Int32, Int32)
            do throws(HostFailure) {
                (ownOutput, childOutput) = try Self.pipe()
            } catch {
                for descriptor in [childInput, ownInput] { close(descriptor) }
                throw error
            }
            defer { for descriptor in [childInput, childOutput] { close(descriptor) } }
            do throws(HostFailure) {
                process = try Self.spawn(arguments, input: childInput, output: childOutput)
            } catch {
                for descriptor in [ownInput, ownOutput] { close(descriptor) }
                throw error
            }
            for descriptor in [ownInput, ownOutput] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
            standardInput = ownInput
            standardOutput = ownOutput
            // A program that does not read its input is an error to see, not a SIGPIPE.
            var signals = sigset_t()
            _ = unsafe sigemptyset(&signals)
            _ = unsafe sigaddset(&signals, SIGPIPE)
            _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        }

        private static func pipe() throws(HostFailure) -> (reading: Int32, writing: Int32) {
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else {
                throw HostFailure("open a pipe", errno)
            }
            return (ends[0], ends[1])
        }

        private static func spawn(
            _ arguments: [String], input: Int32, output: Int32
        ) throws(HostFailure) -> pid_t {
            var actions = unsafe posix_spawn_file_actions_t()
            unsafe posix_spawn_file_actions_init(&actions)
            defer { unsafe posix_spawn_file_actions_destroy(&actions) }
            unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
            unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
            var attributes = posix_spawnattr_t()
            unsafe posix_spawnattr_init(&attributes)
            defer { unsafe posix_spawnattr_destroy(&attributes) }
            var signals = sigset_t()
            unsafe sigemptyset(&signals)
            unsafe posix_spawnattr_setsigmask(&attributes, &signals)
            unsafe sigfillset(&signals)
            unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
            unsafe posix_spawnattr_setpgroup(&attributes, 0)
            let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
            unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
            var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
            var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
            defer {
                unsafe words.forEach { unsafe free($0) }
                unsafe variables.forEach { unsafe free($0) }
            }
            var process: pid_t = 0
            let path = arguments.first ?? ""
            let result = unsafe posix_spawn(&process, path, &actions, &attributes, &words, &variables)
            guard result == 0 else { throw HostFailure("start \(path)", result) }
            return process
        }

        /// Waits until the program has ended, or makes it end once the signal is raised.
        mutating func run(until cancelled: EventSignal) -> Outcome {
            defer { closeInput() }
            var killAt: Int64?
            while true {
                var waited = [
                    pollfd(fd: cancelled.descriptor, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: standardOutput ?? -1, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: standardInput ?? -1, events: Int16(POLLOUT), revents: 0),
                ]
                _ = unsafe poll(&waited, nfds_t(waited.count), standardOutput == nil ? 5 : 100)
                if waited[0].revents != 0, killAt == nil {
                    cancelled.clear()
                    kill(-process, SIGTERM)
                    killAt = BootTime.nanoseconds + HostProgram.patience
                }
                if let killAt, BootTime.nanoseconds >= killAt { kill(-process, SIGKILL) }
                if waited[2].revents != 0 { write() }
                if waited[1].revents != 0 { read() }
                var ended = unsafe siginfo_t()
                _ = unsafe waitid(P_PID, id_t(process), &ended, WEXITED | WNOHANG | WNOWAIT)
                guard unsafe ended.si_signo != 0 else { continue }
                // What it wrote last may still be in the pipe; what it left behind ends with it.
                if standardOutput != nil { read() }
                kill(-process, SIGKILL)
                var status: Int32 = 0
                _ = unsafe waitpid(process, &status, 0)
                if let standardOutput { close(standardOutput) }
                let signal = status & 0x7F
                return Outcome(
                    output: output,
                    ending: signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal),
                    isCut: isCut)
            }
        }

        private mutating func write() {
            guard let standardInput else { return }
            let start = written
            let count = unsafe input.withUnsafeBytes {
                unsafe Glibc.write(standardInput, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if count > 0 { written += count }
            let isOver = count < 0 && errno != EAGAIN && errno != EINTR
            if written == input.count || isOver { closeInput() }
        }

        private mutating func closeInput() {
            if let standardInput { close(standardInput) }
            standardInput = nil
        }

        private mutating func read() {
            var block = [UInt8](repeating: 0, count: 65_536)
            while let standardOutput {
                let count = unsafe Glibc.read(standardOutput, &block, block.count)
                if count < 0 {
                    guard errno == EINTR else { return }
                    continue
                }
                output += block.prefix(min(count, outputLimit - output.count))
                if count > 0, output.count < outputLimit { continue }
                if count > 0 {
                    isCut = true
                    kill(-process, SIGKILL)
                }
                close(standardOutput)
                self.standardOutput = nil
            }
        }
    }
}

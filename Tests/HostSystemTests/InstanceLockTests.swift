import CurtailTesting
import Foundation
import Testing

@testable import HostSystem

@Suite("InstanceLock")
struct InstanceLockTests {
    @Test("a second instance is refused and told who holds the lock")
    func secondIsRefused() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/lock"
        let first = try InstanceLock(path: path)
        let failure = #expect(throws: InstanceLockFailure.self) { try InstanceLock(path: path) }
        let holder = ProcessInfo.processInfo.processIdentifier
        #expect(failure == .heldByOther(path: path, processID: holder))
        #expect(failure?.description.contains("process \(holder)") == true)
        #expect(failure?.exitStatus == 75)
        withExtendedLifetime(first) {}
    }

    @Test("the lock of an instance that has ended is free, whatever its file says")
    func freeAfterEnd() async {
        // In a process of its own: one forked by another test holds our descriptors until it executes its program.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            let path = "\(folder.path)/lock"
            try Data("99999999999999 leftover of something long".utf8).write(to: URL(filePath: path))
            for _ in 0..<2 { withExtendedLifetime(try InstanceLock(path: path)) {} }
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text == "\(ProcessInfo.processInfo.processIdentifier)\n")
        }
    }

    @Test("a folder that is not there is an error with a command to type")
    func missingFolder() {
        let failure = #expect(throws: InstanceLockFailure.self) {
            try InstanceLock(path: "/nonexistent/lock")
        }
        #expect(failure == .unusable(path: "/nonexistent/lock", errorNumber: 2))
        #expect(failure?.exitStatus == 73)
    }
}

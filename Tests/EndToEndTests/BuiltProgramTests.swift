import CurtailTesting
import Foundation
import Testing

@Suite("Built programs")
struct BuiltProgramTests {
    @Test("are found beside the tests", arguments: ["curtaild", "curtailctl"])
    func areFound(name: String) throws {
        #expect(FileManager.default.isExecutableFile(atPath: try ChildProcess.builtProgram(name)))
    }
}

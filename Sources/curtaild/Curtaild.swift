import Foundation
import ServiceManager
import SiteDaemon

/// The service: takes the signals before any thread exists, then parses, builds and runs.
@main
enum Curtaild {
    static func main() async {
        do {
            await CurtaildCommand.main(signals: try ProcessSignals())
        } catch {
            FileHandle.standardError.write(Data("curtaild: \(error)\n".utf8))
            exit(71)
        }
    }
}

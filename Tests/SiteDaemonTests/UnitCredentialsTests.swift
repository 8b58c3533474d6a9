import CurtailTesting
import Foundation
import SitePorts
import Testing

@testable import SiteDaemon

@Suite("UnitCredentials")
struct UnitCredentialsTests {
    private func failure(_ credentials: UnitCredentials, _ name: String) -> String {
        do throws(CredentialFailure) {
            return "\(try credentials.read(name)) was read"
        } catch {
            return error.message
        }
    }

    @Test("reads a credential of the service without the line end behind it")
    func fromService() throws {
        let folder = try TemporaryDirectory()
        try Data("hush\r\n".utf8).write(to: URL(filePath: "\(folder.path)/miners"))
        let credentials = UnitCredentials(directories: ServiceDirectories(credentials: folder.path))
        #expect(try credentials.read("miners") == Secret(Array("hush".utf8)))
        #expect(failure(credentials, "meters").contains("add LoadCredential=meters:"))
        try Data("\n".utf8).write(to: URL(filePath: "\(folder.path)/blank"))
        #expect(failure(credentials, "blank").contains("is empty"))
        #expect(
            failure(UnitCredentials(directories: ServiceDirectories()), "miners").contains("absolute path"))
    }

    @Test("reads a file that nobody else may read, and no other", arguments: [(0o600, true), (0o640, false)])
    func fromFile(mode: Int, isRead: Bool) throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/key"
        try Data("hush".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        let credentials = UnitCredentials(directories: ServiceDirectories())
        if isRead {
            #expect(try credentials.read(path) == Secret(Array("hush".utf8)))
        } else {
            #expect(failure(credentials, path).contains("chmod 600 \(path)"))
        }
        #expect(failure(credentials, "\(path)-none").contains("there is no such file"))
    }
}

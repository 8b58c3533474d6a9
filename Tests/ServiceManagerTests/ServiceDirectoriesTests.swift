import Testing

@testable import ServiceManager

@Suite("ServiceDirectories")
struct ServiceDirectoriesTests {
    @Test("the first folder of a list is ours, and what is not set is not there")
    func firstOfList() {
        let environment = [
            "STATE_DIRECTORY": "/var/lib/curtaild:/var/lib/other", "RUNTIME_DIRECTORY": "/run/curtaild",
            "CREDENTIALS_DIRECTORY": "/run/credentials/curtaild.service", "CONFIGURATION_DIRECTORY": "",
        ]
        let directories = ServiceDirectories { environment[$0] }
        #expect(directories.state == "/var/lib/curtaild")
        #expect(directories.runtime == "/run/curtaild")
        #expect(directories.configuration == nil)
        #expect(directories.credentialPath("miners") == "/run/credentials/curtaild.service/miners")
        #expect(ServiceDirectories { _ in nil }.credentialPath("miners") == nil)
    }
}

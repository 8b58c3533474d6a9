import SitePorts
import Testing

@Suite("ServiceDirectories")
struct ServiceDirectoriesTests {
    @Test("the first folder of a list is ours, and what is not set is not there")
    func firstOfList() {
        let directories = ServiceDirectories(environment: [
            "STATE_DIRECTORY": "/var/lib/curtaild:/var/lib/other", "RUNTIME_DIRECTORY": "",
            "CREDENTIALS_DIRECTORY": "/run/credentials/curtaild.service",
        ])
        #expect(directories.state == "/var/lib/curtaild")
        #expect(directories.runtime == nil)
        #expect(directories.credentialPath("miners") == "/run/credentials/curtaild.service/miners")
        #expect(ServiceDirectories(environment: [:]).credentialPath("miners") == nil)
    }
}

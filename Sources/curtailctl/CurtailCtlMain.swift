import CurtailCommands

/// The operator's tool; all of it is in the library, where tests reach it.
@main
enum CurtailCtlMain {
    static func main() { CurtailCtl.runMain() }
}

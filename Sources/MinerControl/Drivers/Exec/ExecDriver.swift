import CurtailmentEngine
package import GridUnits
import HostSystem
package import SitePorts

/// A program of the operator's, run for each order and each reading: contactors, gateways, whatever has a script.
///
/// No shell: the program and its arguments as configured, one JSON document on standard input, one on standard output,
/// standard error to the journal. What it acknowledges proves nothing; its reading counts.
package struct ExecDriver: CallDriver {
    package static let kind = DriverKind(
        DriverForm(
            name: "exec",
            documentation: """
                a program of yours for each order and reading; it runs without a shell and is given one JSON object on \
                standard input, such as {"schema":"curtaild.exec/1","task":"sleep","group":"yard","unit":"c-1",\
                "rated_w":"2500000","urgent":true,"attempt":0,"credential":"…"}; it answers {"ok":true} to sleep and \
                wake, {"drawing_w":1200,"asleep":false} to read (watts of the unit; asleep where it knows), or \
                {"error":"why"}, with "unreachable":true where the unit did not answer; its standard error goes to \
                the journal
                """,
            takesCredential: true,
            options: [
                .init("command", .program, "The absolute path of the program of exec, then its arguments."),
                .init("at_once", .count(1...64, default: 4), "Programs of exec that run at once."),
                .init(
                    "within_s", .count(1...600, default: 10),
                    "Seconds for one program of exec; then it is ended, with everything that it started."),
            ],
            sample: """
                #- name: yard
                  #driver: exec
                  #command: [/usr/local/lib/curtaild/contactor, --bus, "3"]
                  #at_once: 4
                  #within_s: 10
                  #unit_w: 2500000
                  #value_usd_per_mwh: 60
                  #credential: contactors
                  #units:
                    #- id: container-1
                    #- id: container-2
                      #credential: contactor-2
                """)
    ) { group in
        .calls(
            ExecDriver(
                group: group.name, command: group.program("command"), atOnce: group.count("at_once") ?? 4,
                callWithin: .seconds(Int64(group.count("within_s") ?? 10))))
    }

    /// Bytes of a program's output that are read.
    static let outputLimit = 65_536

    let group: String
    /// An absolute path and arguments.
    let command: [String]
    /// Calls of the program that run side by side, by the group's `at_once`.
    package let atOnce: Int
    /// The longest a call may take, by the group's `within_s`; never nil here.
    package let callWithin: TimeSpan?

    package func call(
        for task: ExchangeTask, with unit: FleetSettings.Unit, memory: [UInt8]
    ) async -> ExchangeResult {
        if task == .release { return ExchangeResult(nil) }
        let request = ExecRequest(task: task, group: group, unit: unit)
        do {
            let run = try await HostProgram.run(
                command, input: request.bytes, outputLimit: Self.outputLimit)
            return ExchangeResult(ExecReply.answer(to: request.action, run))
        } catch {
            return ExchangeResult(.refused("\(command.first ?? "no program"): \(error)"))
        }
    }
}

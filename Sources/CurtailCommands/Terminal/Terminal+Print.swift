import ControlSocket

extension Terminal {
    /// Prints a document: as it is, or as the page made of it.
    ///
    /// - Throws: ``CommandFailure`` when the document says that the command was not accepted.
    func print(
        _ document: ControlValue, as output: OutputOptions, page: (ControlValue, TextStyle) -> String
    ) throws {
        if output.json { line(document.json) } else { write(page(document, style)) }
        guard document["accepted"]?.boolean != false else {
            throw CommandFailure(
                CommandFailure.badData, "The daemon did not accept the command. \(document["message"].shown)")
        }
    }
}

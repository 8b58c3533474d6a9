import ControlSocket
import GridUnits

/// Short forms for building documents.
extension ControlValue {
    /// Members in the order given.
    static func document(_ members: KeyValuePairs<String, ControlValue>) -> ControlValue {
        .object(members.map { Member($0.key, $0.value) })
    }

    /// A quantity in the unit people write, as decimal text.
    static func decimal(_ quantity: some Quantity) -> ControlValue { .text(quantity.decimal) }

    /// A quantity, or null where it is not known.
    static func decimal(_ quantity: (some Quantity)?) -> ControlValue { .optional(quantity?.decimal) }

    static func instant(_ instant: UTCInstant?) -> ControlValue { .optional(instant?.milliseconds) }

    /// Whole seconds as decimal text.
    static func seconds(_ span: TimeSpan?) -> ControlValue {
        .optional(span.map { "\($0.nanoseconds / 1_000_000_000)" })
    }
}

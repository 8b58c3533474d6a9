import GridUnits
import SiteRecord

/// A field in each of the forms of documents; `OrNull` for a value that may not be known.
///
/// Functions rather than one initialiser, because a table of twenty overloaded ones is more than the type checker can do.
extension Field {
    typealias Get<Wrapped> = @Sendable (Root) -> Wrapped

    /// A value in the form that its type has everywhere, or null.
    static func orNull<Wrapped: FieldValue>(_ name: String, _ get: @escaping Get<Wrapped?>) -> Field
    where Value == Wrapped? {
        Field(name, as: FieldForm<Wrapped?>.orNull(FieldForm<Wrapped>.plain), get)
    }

    static func decimal(_ name: String, _ get: @escaping Get<Value>) -> Field where Value: Quantity {
        Field(name, as: FieldForm<Value>.decimal, get)
    }

    static func decimalOrNull<Wrapped: FieldValue & Quantity>(
        _ name: String, _ get: @escaping Get<Wrapped?>
    ) -> Field where Value == Wrapped? {
        Field(name, as: FieldForm<Wrapped?>.orNull(FieldForm<Wrapped>.decimal), get)
    }

    static func dollars(_ name: String, _ get: @escaping Get<Money>) -> Field where Value == Money {
        Field(name, as: FieldForm<Money>.dollars, get)
    }

    static func dollarsOrNull(_ name: String, _ get: @escaping Get<Money?>) -> Field where Value == Money? {
        Field(name, as: FieldForm<Money?>.orNull(FieldForm<Money>.dollars), get)
    }

    static func price(_ name: String, _ get: @escaping Get<EnergyPrice>) -> Field where Value == EnergyPrice {
        Field(name, as: FieldForm<EnergyPrice>.price, get)
    }

    static func priceOrNull(_ name: String, _ get: @escaping Get<EnergyPrice?>) -> Field
    where Value == EnergyPrice? {
        Field(name, as: FieldForm<EnergyPrice?>.orNull(FieldForm<EnergyPrice>.price), get)
    }

    static func megawattHours(_ name: String, _ get: @escaping Get<Energy>) -> Field where Value == Energy {
        Field(name, as: FieldForm<Energy>.megawattHours, get)
    }

    static func megawattHoursOrNull(_ name: String, _ get: @escaping Get<Energy?>) -> Field
    where Value == Energy? {
        Field(name, as: FieldForm<Energy?>.orNull(FieldForm<Energy>.megawattHours), get)
    }

    static func watts(_ name: String, _ get: @escaping Get<Power>) -> Field where Value == Power {
        Field(name, as: FieldForm<Power>.watts, get)
    }

    static func wattsOrNull(_ name: String, _ get: @escaping Get<Power?>) -> Field where Value == Power? {
        Field(name, as: FieldForm<Power?>.orNull(FieldForm<Power>.watts), get)
    }

    static func instant(_ name: String, _ get: @escaping Get<UTCInstant>) -> Field where Value == UTCInstant {
        Field(name, as: FieldForm<UTCInstant>.instant, get)
    }

    static func instantOrNull(_ name: String, _ get: @escaping Get<UTCInstant?>) -> Field
    where Value == UTCInstant? {
        Field(name, as: FieldForm<UTCInstant?>.orNull(FieldForm<UTCInstant>.instant), get)
    }

    static func secondsOrNull(_ name: String, _ get: @escaping Get<TimeSpan?>) -> Field
    where Value == TimeSpan? {
        Field(name, as: FieldForm<TimeSpan?>.orNull(FieldForm<TimeSpan>.seconds), get)
    }

    static func wholeSecondsOrNull(_ name: String, _ get: @escaping Get<TimeSpan?>) -> Field
    where Value == TimeSpan? {
        Field(name, as: FieldForm<TimeSpan?>.orNull(FieldForm<TimeSpan>.wholeSeconds), get)
    }

    static func dayOrNull(_ name: String, _ get: @escaping Get<CalendarDate?>) -> Field
    where Value == CalendarDate? {
        Field(name, as: FieldForm<CalendarDate?>.orNull(FieldForm<CalendarDate>.day), get)
    }

    /// Dollars by name.
    static func dollarsByName(_ name: String, _ get: @escaping Get<ByName<Money>>) -> Field
    where Value == ByName<Money> {
        Field(name, as: FieldForm<ByName<Money>>.byName(FieldForm<Money>.dollars), get)
    }
}

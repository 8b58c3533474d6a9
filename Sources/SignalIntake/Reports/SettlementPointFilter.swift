/// The settlement point whose prices the site settles at.
package struct SettlementPointFilter: Hashable, Sendable {
    /// ERCOT's name, for example `HB_WEST`.
    package let point: String
    /// ERCOT's type code; nil takes any, as long as there is only one.
    package let pointType: String?

    package init(point: String, pointType: String? = nil) {
        self.point = point
        self.pointType = pointType
    }

    /// Whether a price of this point, with this type where its source gives one, is ours.
    package func matches(point: String, type: String?) -> Bool {
        guard point == self.point else { return false }
        guard let pointType, let type else { return true }
        return type == pointType
    }
}

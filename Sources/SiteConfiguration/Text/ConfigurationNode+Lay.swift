import SiteRecord

extension ConfigurationNode {
    /// Lays a later file over this one: maps grow key by key, the named lists grow at their end, all else is
    /// replaced.
    ///
    /// - Parameters:
    ///   - later: the root of a file read after this one.
    ///   - appending: keys of the root whose lists are joined.
    mutating func lay(_ later: ConfigurationNode, appending: Set<String>) {
        guard case .map(var members) = content, case .map(let additions) = later.content else {
            self = later
            return
        }
        for addition in additions {
            guard let index = members.firstIndex(where: { $0.key == addition.key }) else {
                members.append(addition)
                continue
            }
            if appending.contains(addition.key), case .list(let old) = members[index].value.content,
                case .list(let new) = addition.value.content
            {
                members[index].value.content = .list(old + new)
            } else {
                // The position of the later file is the one the operator has to look at.
                var value = members[index].value
                value.lay(addition.value, appending: [])
                members[index] = Member(key: addition.key, keyPosition: addition.keyPosition, value: value)
            }
        }
        content = .map(members)
    }
}

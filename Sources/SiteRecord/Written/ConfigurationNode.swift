/// One value of the configuration, with where it stands.
package struct ConfigurationNode: Sendable {
    /// The shapes that a value can have.
    package enum Content: Sendable {
        /// A key with nothing behind it.
        case nothing
        case scalar(String)
        case list([ConfigurationNode])
        case map([Member])
    }

    /// A key of a map and its value.
    package struct Member: Sendable {
        /// The name of the key.
        package let key: String
        /// Where the key stands in the file.
        package let keyPosition: TextPosition
        /// The value behind the key.
        package var value: ConfigurationNode

        package init(key: String, keyPosition: TextPosition, value: ConfigurationNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    /// Where the value stands in the file.
    package let position: TextPosition
    /// The scalar, list or mapping that is written there.
    package var content: Content

    package init(position: TextPosition, content: Content) {
        self.position = position
        self.content = content
    }

    /// The members of a map in the order of the file; none of anything else.
    package var members: [Member] {
        if case .map(let members) = content { members } else { [] }
    }

    /// The elements of a list in order; none of anything else.
    package var elements: [ConfigurationNode] {
        if case .list(let elements) = content { elements } else { [] }
    }

    /// The text of a single value; nil for anything else.
    package var text: String? {
        if case .scalar(let text) = content { text } else { nil }
    }

    /// The value of a key of a map; nil where the map has no such key.
    package func value(_ key: String) -> ConfigurationNode? { members.first { $0.key == key }?.value }

    /// The shape in words, for "… is a list; write a number".
    package var kindName: String {
        switch content {
        case .nothing: "empty"
        case .scalar: "a single value"
        case .list: "a list"
        case .map: "a map of keys"
        }
    }
}

extension ConfigurationNode {
    /// A recorded value as if it stood in a file, so that records and files are read alike.
    init(recorded value: CanonicalValue) {
        position = .file("the record")
        content =
            switch value {
            case .null: .nothing
            case .boolean(let boolean): .scalar("\(boolean)")
            case .integer(let integer): .scalar("\(integer)")
            case .number(let text), .text(let text): .scalar(text)
            case .array(let elements): .list(elements.map(ConfigurationNode.init(recorded:)))
            case .object(let members):
                .map(
                    members.sorted { $0.name < $1.name }.map {
                        Member(
                            key: $0.name, keyPosition: .file("the record"),
                            value: ConfigurationNode(recorded: $0.value))
                    })
            }
    }
}

import Glibc

/// One inotify(7) instance; its events are read from a duplicate of the descriptor.
package final class InotifyDescriptor: Sendable {
    /// The reports of a watched folder.
    package struct Events: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32

        package init(rawValue: UInt32) { self.rawValue = rawValue }

        /// A file was written to.
        package static let modified = Events(rawValue: 0x2)
        /// A file that was open for writing was closed.
        package static let closedAfterWriting = Events(rawValue: 0x8)
        /// A file was moved out of the folder.
        package static let movedAway = Events(rawValue: 0x40)
        /// A file was moved into the folder.
        package static let movedHere = Events(rawValue: 0x80)
        /// A file was made.
        package static let created = Events(rawValue: 0x100)
        /// A file was deleted.
        package static let deleted = Events(rawValue: 0x200)
        /// The folder itself was deleted.
        package static let folderDeleted = Events(rawValue: 0x400)
        /// The folder itself was moved.
        package static let folderMoved = Events(rawValue: 0x800)
        /// The kernel's queue was full: events are missing, so everything must be looked at.
        package static let overflowed = Events(rawValue: 0x4000)
        /// The watch is gone; it must be made again.
        package static let ignored = Events(rawValue: 0x8000)

        /// Refuses to watch anything but a folder.
        package static let onlyFolders = Events(rawValue: 0x0100_0000)
        /// The events that a follower of files and a keeper of folders hear.
        package static let changes: Events = [
            .modified, .closedAfterWriting, .movedAway, .movedHere, .created, .deleted, .folderDeleted,
            .folderMoved,
        ]
    }

    /// The descriptor, for the event loop to watch.
    package let descriptor: Int32

    /// Makes an instance that does not block.
    ///
    /// - Throws: ``HostFailure``, for example when the user's instances are used up.
    package init() throws(HostFailure) {
        let made = inotify_init1(O_NONBLOCK | O_CLOEXEC)
        guard made >= 0 else {
            throw HostFailure("watch files; see fs.inotify.max_user_instances", errno)
        }
        descriptor = made
    }

    deinit { close(descriptor) }

    /// Watches a folder; the same folder again changes nothing.
    ///
    /// - Returns: the number that its events carry.
    /// - Throws: ``HostFailure``.
    package func watch(folder: String, for events: Events) throws(HostFailure) -> Int32 {
        let mask = events.union(.onlyFolders).rawValue
        let watch = unsafe inotify_add_watch(descriptor, folder, mask)
        guard watch >= 0 else { throw HostFailure("watch \(folder)", errno) }
        return watch
    }
}

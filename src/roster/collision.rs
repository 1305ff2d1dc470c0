//! What can't be done as the roster says, found before the first write.

use super::codes::codes;
use super::model::Place;

/// Two things that can't both be, and what to do about it. What it concerns is left alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Collision {
    /// Two people with one address.
    #[error("{first} and {second} have the same address {address}; Rocket.Chat gives an address to one account only")]
    SharedAddress {
        /// The address.
        address: String,
        /// Where one of them stands.
        first: Place,
        /// Where the other stands.
        second: Place,
    },
    /// The address is the one of an account that is another person's.
    #[error(
        "{place}: the address {address} of \"{person}\" is the one of the account {username}, which is \"{other}\"; correct \
         the roster, or change that account's address in Rocket.Chat"
    )]
    AddressOfAnother {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// The address.
        address: String,
        /// Username of the account.
        username: String,
        /// Id of the person whose it is.
        other: String,
    },
    /// The new address is the one of an account that nobody in the roster has.
    #[error(
        "{place}: \"{person}\" has the account {own}, and the address {address} is the one of the account {username}; \
         deactivated accounts keep their address: change it there, or delete that account"
    )]
    AddressTaken {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// Username of the person's account.
        own: String,
        /// The address.
        address: String,
        /// Username of the account that has it.
        username: String,
    },
    /// The address is the one of an account that was never given a username, and so can be in no room.
    #[error(
        "{place}: the address {address} of \"{person}\" is the one of an account without a username; give it one in \
         Rocket.Chat, or delete that account"
    )]
    Nameless {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// The address.
        address: String,
    },
    /// The server takes no address of this domain.
    #[error(
        "{place}: the server takes no address like {address}; see Accounts_AllowedDomainsList and Accounts_BlockedDomainsList"
    )]
    Domain {
        /// Where the person stands.
        place: Place,
        /// The address.
        address: String,
    },
    /// Rocket.Chat keeps the name for itself, or the server's settings block it.
    #[error("{place}: the username {username} is reserved; give \"{person}\" another one in `username`")]
    Reserved {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// The name.
        username: String,
    },
    /// Nothing is left of a username, or the template has nothing to put in.
    #[error("{place}: no username can be made for \"{person}\"{}; give one in `username`", of(.from))]
    NoUsername {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// What was cleaned away; empty where a field is missing.
        from: String,
    },
    /// A name is longer than can be used.
    #[error("{place}: the name {} is longer than {} characters", shortened(.name), super::names::LONGEST)]
    TooLong {
        /// Where the person or project stands.
        place: Place,
        /// The name.
        name: String,
    },
    /// The person's username is the one of an account that must not be touched.
    #[error(
        "{place}: the username {username} of \"{person}\" is the one of an administrator, a bot or a protected account; give \
         another one in `username`"
    )]
    ProtectedUsername {
        /// Where the person stands.
        place: Place,
        /// Id of the person.
        person: String,
        /// The name.
        username: String,
    },
    /// A member whom the roster does not know.
    #[error("{place}: \"{person}\" is a member of \"{project}\" and not among the people")]
    UnknownMember {
        /// Where the member stands.
        place: Place,
        /// Id of the project.
        project: String,
        /// Id that nobody has.
        person: String,
    },
    /// Nothing is left of a room's name.
    #[error(
        "{place}: no name of a room can be made of \"{name}\"; the rule of the server is UTF8_Channel_Names_Validation"
    )]
    NoRoomName {
        /// Where the project stands.
        place: Place,
        /// What was cleaned away.
        name: String,
    },
    /// Another room has the name.
    #[error(
        "{place}: the name \"{name}\" for the room of \"{project}\" is taken by {}",
        if *.archived { "an archived room, which keeps its name: rename that room, or bring it back and name it in `room`" }
        else { "another room: rename one of them, or name that room in `room` if it is this project's" }
    )]
    RoomName {
        /// Where the project stands.
        place: Place,
        /// Id of the project.
        project: String,
        /// The name.
        name: String,
        /// Whether the other room is archived.
        archived: bool,
    },
    /// Two rooms say that they are this project's.
    #[error(
        "{place}: the rooms {first} and {second} both hold the id \"{project}\" in their custom fields; take it out of one"
    )]
    TwoRooms {
        /// Where the project stands.
        place: Place,
        /// Id of the project.
        project: String,
        /// Name of one.
        first: String,
        /// Name of the other.
        second: String,
    },
    /// The room that the roster names is not there, or another project's.
    #[error("{place}: the room \"{room}\" of \"{project}\" {}", if *.taken { "is another project's" } else { "is not there" })]
    NamedRoom {
        /// Where the project stands.
        place: Place,
        /// Id of the project.
        project: String,
        /// As the roster names it.
        room: String,
        /// It is there, and another project's.
        taken: bool,
    },
    /// The service account is no member, so Rocket.Chat hides the room from it.
    #[error(
        "{place}: the room \"{name}\" of \"{project}\" does not have the service account as a member, so nothing can be done \
         in it; add it in Rocket.Chat, as an owner"
    )]
    ClosedRoom {
        /// Where the project stands.
        place: Place,
        /// Id of the project.
        project: String,
        /// Name of the room.
        name: String,
    },
    /// More accounts than the licence allows.
    #[error("{wanted} accounts are to be made or let in again, and the server's licence has room for {room}")]
    Licence {
        /// How many are to come.
        wanted: u64,
        /// How many may.
        room: u64,
    },
}

fn of(from: &str) -> String {
    if from.is_empty() { ": the template has a field that is empty".to_owned() } else { format!(" from \"{from}\"") }
}

fn shortened(name: &str) -> String {
    format!("{}\u{2026}", name.chars().take(40).collect::<String>())
}

codes!(Collision {
    SharedAddress => "shared-address",
    AddressOfAnother => "address-of-another",
    AddressTaken => "address-taken",
    Nameless => "address-nameless",
    Domain => "address-domain",
    Reserved => "username-reserved",
    NoUsername => "username-empty",
    TooLong => "name-too-long",
    ProtectedUsername => "username-protected",
    UnknownMember => "member-unknown",
    NoRoomName => "room-name-empty",
    RoomName => "room-name-taken",
    TwoRooms => "room-twice",
    NamedRoom => "room-named",
    ClosedRoom => "room-closed",
    Licence => "licence",
});

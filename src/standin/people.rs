//! Who there is and which rooms they talk in. Ids are fixed, so that tests can name them.

/// A person of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Seventeen characters, like Meteor's.
    pub id: &'static str,
    /// Unique name.
    pub username: &'static str,
    /// Display name.
    pub name: &'static str,
    /// Roles of the account.
    pub role: &'static str,
    /// Colour of the drawn avatar.
    pub color: &'static str,
}

/// The password of everybody in the demo.
pub const PASSWORD: &str = "demo";

/// The code that everybody's authenticator app shows.
pub const TOTP_CODE: &str = "314159";

/// A backup code of everybody's authenticator app.
pub const BACKUP_CODE: &str = "b4ckup00";

/// The code in everybody's mail.
pub const EMAIL_CODE: &str = "271828";

/// Everybody, the visitor first.
pub const PEOPLE: [Person; 6] = [
    Person { id: "aL1ceMartin7xQ2bR", username: "alice", name: "Alice Martin", role: "user", color: "#b5306b" },
    Person { id: "b0bDurandK4tVw8Zs", username: "bob", name: "Bob Durand", role: "user", color: "#1d6fb8" },
    Person { id: "chL0ePetitN6yHj3M", username: "chloe", name: "Chlo\u{e9} Petit", role: "user", color: "#2f8a4c" },
    Person {
        id: "rAfUtil1sateurP9c",
        username: "raf_utilisateur-local",
        name: "Raf Utilisateur",
        role: "user",
        color: "#8a5a2f",
    },
    Person { id: "aDm1nistratorT5gD", username: "admin", name: "Administrator", role: "admin", color: "#555555" },
    Person { id: "rocket.cat", username: "rocket.cat", name: "Rocket.Cat", role: "bot", color: "#c0392b" },
];

/// A person's e-mail address.
#[must_use]
pub fn address(person: &Person) -> String {
    format!("{}@example.test", person.username)
}

/// The person of this username.
#[must_use]
pub fn by_username(username: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.username == username)
}

/// The person of this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Person> {
    PEOPLE.iter().find(|person| person.id == id)
}

/// The private room whose history offers every kind of place for a person.
pub const ALPHA: &str = "pRjAlpha0123456789abcdef";
/// The second private room.
pub const OTHER: &str = "pRjAutre0123456789abcdef";
/// The channel everybody is in.
pub const GENERAL: &str = "GENERAL";
/// The direct room of alice and bob: their ids, one after the other.
pub const DIRECT: &str = "aL1ceMartin7xQ2bRb0bDurandK4tVw8Zs";

/// Message ids of the history of [`ALPHA`] that places refer to.
pub mod message {
    /// By bob, plain.
    pub const BOB: &str = "mBobWelcome00001a";
    /// By bob, following on.
    pub const SEQUENTIAL: &str = "mBobSequel000002b";
    /// By chloe, mentions bob and the channel.
    pub const CHLOE: &str = "mChloeAsksBob003c";
    /// By raf, mentions alice.
    pub const RAF: &str = "mRafAsksAlice004d";
    /// The topic was changed by admin.
    pub const TOPIC: &str = "mAdminTopic00005e";
    /// By alice, with a thread.
    pub const ROOT: &str = "mAliceThread0006f";
    /// Reply by chloe, mentions raf.
    pub const REPLY: &str = "mChloeReply00007g";
    /// Second reply, by bob.
    pub const SECOND_REPLY: &str = "mBobReply000008hh";
    /// By rocket.cat with an emoji for an avatar.
    pub const BOT: &str = "mBotBuild0000009i";
}

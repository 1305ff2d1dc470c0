//! What is written to a server.

use secrecy::SecretString;

use super::model::Role;
use crate::setup::ServerError;

/// An account to be made: verified, without a welcome mail and without the server's default channels.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Username.
    pub username: String,
    /// As it is shown.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Known to nobody.
    pub password: SecretString,
}

/// What changes of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonChange {
    /// As it is shown.
    pub name: Option<String>,
    /// Mail address; it counts as verified.
    pub email: Option<String>,
}

/// A private room to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRoom {
    /// Title, or name where the server takes no titles.
    pub title: String,
    /// Usernames.
    pub members: Vec<String>,
    /// Key of the custom field.
    pub field: String,
    /// Id of the project, its value.
    pub project: String,
}

/// A private room that has been made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeRoom {
    /// Room id.
    pub id: String,
    /// How many are in it, the caller too; the server drops names that it does not know without a word.
    pub members: Option<u64>,
}

/// Writes to a server. A write of unknown effect is looked up by whoever implements this, and what is the case already
/// is done.
pub trait Directory {
    /// Makes an account and returns its user id.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn create_person(&mut self, person: &NewPerson) -> Result<String, ServerError>;

    /// Changes an account.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn update_person(&mut self, user: &str, change: &PersonChange) -> Result<(), ServerError>;

    /// Lets somebody in or locks somebody out. With `relinquish`, also whoever is the last owner of a room.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn set_active(&mut self, user: &str, active: bool, relinquish: bool) -> Result<(), ServerError>;

    /// Lets the server fetch a picture.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn set_avatar(&mut self, user: &str, url: &str) -> Result<(), ServerError>;

    /// Makes a private room.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn create_room(&mut self, room: &NewRoom) -> Result<MadeRoom, ServerError>;

    /// Opens or closes a room to writing.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn set_archived(&mut self, room: &str, archived: bool) -> Result<(), ServerError>;

    /// Writes a custom field of a room, beside those that it has.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn tag_room(&mut self, room: &str, field: &str, project: &str) -> Result<(), ServerError>;

    /// Gives a room another title.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn rename_room(&mut self, room: &str, title: &str) -> Result<(), ServerError>;

    /// Gives a room another description.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn describe_room(&mut self, room: &str, description: &str) -> Result<(), ServerError>;

    /// Lets a room hide types of system messages.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn hide_messages(&mut self, room: &str, types: &[String]) -> Result<(), ServerError>;

    /// Adds members by their user ids.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn invite(&mut self, room: &str, users: &[String]) -> Result<(), ServerError>;

    /// Takes a member out.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn remove(&mut self, room: &str, user: &str) -> Result<(), ServerError>;

    /// Gives or takes a role in a room.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn set_role(&mut self, room: &str, user: &str, role: Role, given: bool) -> Result<(), ServerError>;
}

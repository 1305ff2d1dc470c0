//! The server as setting up sees it, and the ways in which it can refuse.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// How a second proof of who one is has been asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Challenge {
    /// The account's password.
    Password,
    /// A code of an authenticator app, or one of the backup codes.
    Totp,
    /// A code that the server has just mailed.
    Email,
}

/// What the server, or the way to it, did instead of what was asked. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// No connection was made.
    #[error("{server} cannot be reached: {reason}")]
    Unreachable {
        /// The server's address.
        server: String,
        /// In the words of the machine.
        reason: String,
    },
    /// The certificate was not accepted.
    #[error("the certificate of {server} is not accepted: {reason}")]
    Certificate {
        /// The server's address.
        server: String,
        /// In the words of the library.
        reason: String,
    },
    /// No answer in time; whether the call took effect is unknown.
    #[error("no answer to {call} in time")]
    TimedOut {
        /// Method and path.
        call: String,
    },
    /// The connection was cut before the whole answer was there; whether the call took effect is unknown.
    #[error("the connection was cut during {call}")]
    Cut {
        /// Method and path.
        call: String,
    },
    /// 401: no session, or no longer.
    #[error("the server does not know the token: {call} was answered 401")]
    NotLoggedIn {
        /// Method and path.
        call: String,
    },
    /// The account may not do this.
    #[error("the server refused {call}: {reason}")]
    Refused {
        /// Method and path.
        call: String,
        /// The server's own words.
        reason: String,
    },
    /// A second proof is needed and could not be given.
    #[error("{call} needs a second proof of who you are, and none could be given")]
    SecondFactorMissing {
        /// Method and path.
        call: String,
        /// The kind of proof.
        challenge: Challenge,
    },
    /// The second proof that was given is wrong.
    #[error("the second proof given for {call} was refused")]
    SecondFactorWrong {
        /// Method and path.
        call: String,
        /// The kind of proof.
        challenge: Challenge,
    },
    /// Still too many requests, after waiting as the server said.
    #[error("too many requests: {call} is still refused after waiting")]
    TooManyRequests {
        /// Method and path.
        call: String,
    },
    /// A setting, permission or route that this version has not.
    #[error("this server does not know {what}")]
    Unknown {
        /// An id, or method and path.
        what: String,
    },
    /// The server took the value for wrong.
    #[error("the server did not take {call}: {reason}")]
    Invalid {
        /// Method and path.
        call: String,
        /// The server's own words.
        reason: String,
    },
    /// 5xx.
    #[error("the server failed at {call} with {status}")]
    Failed {
        /// Method and path.
        call: String,
        /// HTTP status.
        status: u16,
    },
    /// An answer that is not Rocket.Chat's: a proxy's page, or the client page that an unknown path gets.
    #[error("{call} was answered by something else than Rocket.Chat's API: {what}")]
    NotTheApi {
        /// Method and path.
        call: String,
        /// What came instead, like `an HTML page`.
        what: String,
    },
    /// The server points elsewhere. A token is never carried to another host.
    #[error("{call} was redirected to {target}")]
    Redirected {
        /// Method and path.
        call: String,
        /// Origin of the target, without path and query.
        target: String,
    },
}

/// Reads and writes what setting up needs. Values are the server's own, untouched.
///
/// Every method may cost several calls, and waits for rate limits and answers second proofs by itself.
pub trait Server {
    /// Every setting that the account may read, by id.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn settings(&mut self) -> Result<BTreeMap<String, Value>, ServerError>;

    /// One setting; none if this server has no such setting, or hides it.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn setting(&mut self, id: &str) -> Result<Option<Value>, ServerError>;

    /// Writes one setting.
    ///
    /// # Errors
    /// See [`ServerError`]; [`ServerError::Unknown`] if there is no such setting.
    fn write_setting(&mut self, id: &str, value: &Value) -> Result<(), ServerError>;

    /// Writes several settings in one call: all or none. Only with [`super::Capabilities::bulk_settings`].
    ///
    /// # Errors
    /// See [`ServerError`].
    fn write_settings(&mut self, values: &[(String, Value)]) -> Result<(), ServerError>;

    /// Roles by permission, without the permissions that stand for single settings.
    ///
    /// # Errors
    /// See [`ServerError`].
    fn permissions(&mut self) -> Result<BTreeMap<String, BTreeSet<String>>, ServerError>;

    /// Replaces the roles of each permission, in one call.
    ///
    /// # Errors
    /// See [`ServerError`]; [`ServerError::Invalid`] with `error-invalid-role` if the list of roles lacks one of them.
    fn write_permissions(&mut self, roles: &BTreeMap<String, BTreeSet<String>>) -> Result<(), ServerError>;

    /// Takes a permission from a role. Only with [`super::Capabilities::single_roles`].
    ///
    /// # Errors
    /// See [`ServerError`].
    fn remove_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError>;

    /// Gives a permission to a role. Only with [`super::Capabilities::single_roles`].
    ///
    /// # Errors
    /// See [`ServerError`].
    fn add_role(&mut self, permission: &str, role: &str) -> Result<(), ServerError>;
}

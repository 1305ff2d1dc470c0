//! Personal access tokens: made, proven, replaced and taken away.

use secrecy::SecretString;
use serde_json::{Value, json};

use super::connection::{Call, Connection, effect_unknown};
use super::credentials::Credentials;
use super::observe;
use super::server::unlike;
use super::transport::Transport;
use crate::setup::{Caller, Server, ServerError};

const LIST: &str = "/api/v1/users.getPersonalAccessTokens";
const GENERATE: &str = "/api/v1/users.generatePersonalAccessToken";
const REGENERATE: &str = "/api/v1/users.regeneratePersonalAccessToken";
const REMOVE: &str = "/api/v1/users.removePersonalAccessToken";

/// A name that no token has: a guarded call about it asks for a second proof, or fails, and changes nothing.
const NO_TOKEN: &str = "gantry: no token has this name";

/// What the account needs for setting up, each with what it is for.
pub const RIGHTS: [(&str, &str); 3] = [
    ("view-privileged-setting", "read the settings"),
    ("edit-privileged-setting", "write the settings"),
    ("access-permissions", "write the permissions of a role"),
];

/// A personal access token as the server lists it: without the token itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name, unique for its account.
    pub name: String,
    /// ISO 8601.
    pub created: Option<String>,
    /// Its last six characters.
    pub tail: String,
    /// Whether calls with it are free of second proofs; none where the server does not say.
    pub bypasses_two_factor: Option<bool>,
}

/// What a token turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whose it is.
    pub caller: Caller,
    /// As the server lists it; none if it is no personal access token, but a session that will end.
    pub listed: Option<Listed>,
    /// Rights of [`RIGHTS`] that the account has not.
    pub missing: Vec<&'static str>,
    /// Whether a guarded call asks for a second proof all the same, as 8.5 does. None where that can't be told.
    pub challenged: Option<bool>,
}

/// Why there is no token, or not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The server, or the way to it.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The name is in use.
    #[error("there is a token named {0} already, and a token can't be shown twice")]
    NameTaken(String),
    /// The account may have no tokens.
    #[error("this account may not make personal access tokens: {0}")]
    NotAllowed(String),
    /// No token has this name.
    #[error("the account has no token named {0}")]
    NoSuchName(String),
    /// The configured token is none of the listed ones.
    #[error("the token ending in {0} is no personal access token of this account")]
    NotListed(String),
    /// Several listed tokens end alike.
    #[error("several tokens of this account end in {0}")]
    Ambiguous(String),
    /// The new token does not work, or is somebody else's.
    #[error("the new token {name} does not work: {reason}")]
    Unproven {
        /// Its name.
        name: String,
        /// What the server said.
        reason: String,
    },
}

/// The account's tokens.
///
/// # Errors
/// See [`ServerError`].
pub fn list<T: Transport>(connection: &mut Connection<T>) -> Result<Vec<Listed>, ServerError> {
    let body = connection.get(LIST)?;
    let records = body.get("tokens").and_then(Value::as_array).ok_or_else(|| unlike(&format!("GET {LIST}")))?;
    let text = |record: &Value, key: &str| record.get(key).and_then(Value::as_str).map(str::to_owned);
    let read = records.iter().filter_map(|record| {
        Some(Listed {
            name: text(record, "name")?,
            created: text(record, "createdAt"),
            tail: text(record, "lastTokenPart").unwrap_or_default(),
            bypasses_two_factor: record.get("bypassTwoFactor").and_then(Value::as_bool),
        })
    });
    Ok(read.collect())
}

/// The listed token that the connection uses, by its last six characters.
///
/// # Errors
/// [`TokenError::NotListed`] and [`TokenError::Ambiguous`].
pub fn own<T: Transport>(connection: &mut Connection<T>) -> Result<Listed, TokenError> {
    let tail = connection.credentials().map(|credentials| credentials.tail().to_owned()).unwrap_or_default();
    let mut alike = list(connection)?.into_iter().filter(|listed| !tail.is_empty() && listed.tail == tail);
    match (alike.next(), alike.next()) {
        (Some(own), None) => Ok(own),
        (Some(_), Some(_)) => Err(TokenError::Ambiguous(tail)),
        (None, _) => Err(TokenError::NotListed(tail)),
    }
}

/// Makes a token for the connection's account, and proves that it works. The connection goes on as before.
///
/// # Errors
/// [`TokenError`]; a token that could not be proven is removed again.
pub fn create<T: Transport>(
    connection: &mut Connection<T>,
    name: &str,
    bypass_two_factor: bool,
) -> Result<Credentials, TokenError> {
    let user_id = connection.credentials().map(|credentials| credentials.user_id.clone()).unwrap_or_default();
    let listed = list(connection).map_err(|error| allowed(error.into()))?;
    if listed.iter().any(|listed| listed.name == name) {
        return Err(TokenError::NameTaken(name.to_owned()));
    }
    let token = generate(connection, name, bypass_two_factor).map_err(allowed)?;
    let unproven = |reason: String| TokenError::Unproven { name: name.to_owned(), reason };
    let new = Credentials::new(user_id, token).map_err(|error| unproven(error.to_string()))?;
    let before = connection.use_credentials(Some(new.clone()));
    let proof = observe::caller(connection);
    connection.use_credentials(before);
    let reason = match proof {
        Ok(caller) if caller.id == new.user_id => return Ok(new),
        Ok(caller) => format!("the server takes it for a token of {}", caller.username),
        Err(error) => error.to_string(),
    };
    let kept = remove(connection, name).err().map(|error| format!("; it could not be removed either: {error}"));
    Err(unproven(reason + &kept.unwrap_or_default()))
}

/// Tells a refusal of making tokens from that of another call.
fn allowed(error: TokenError) -> TokenError {
    match error {
        TokenError::Server(ServerError::Refused { reason, .. }) => TokenError::NotAllowed(reason),
        other => other,
    }
}

/// Removes a token by its name, and sees that it is gone.
///
/// # Errors
/// [`TokenError::NoSuchName`]; see [`ServerError`].
pub fn remove<T: Transport>(connection: &mut Connection<T>, name: &str) -> Result<(), TokenError> {
    if !list(connection)?.iter().any(|listed| listed.name == name) {
        return Err(TokenError::NoSuchName(name.to_owned()));
    }
    let gone = |connection: &mut Connection<T>| match list(connection) {
        Ok(listed) => Ok(!listed.iter().any(|listed| listed.name == name)),
        // It was the token in use.
        Err(ServerError::NotLoggedIn { .. }) => Ok(true),
        Err(error) => Err(error),
    };
    Ok(connection.write(&Call::post(REMOVE, &json!({ "tokenName": name })), gone)?)
}

/// Looks at the token in use, changing nothing.
///
/// # Errors
/// See [`ServerError`]: [`ServerError::NotLoggedIn`] if it does not work.
pub fn verify<T: Transport>(connection: &mut Connection<T>) -> Result<Verified, TokenError> {
    let caller = observe::caller(connection)?;
    let permissions = connection.permissions()?;
    let has = |right: &str| permissions.get(right).is_some_and(|roles| !roles.is_disjoint(&caller.roles));
    let missing = RIGHTS.iter().map(|(right, _)| *right).filter(|right| !has(right)).collect();
    let listed = match own(connection) {
        Ok(listed) => Some(listed),
        Err(TokenError::NotListed(_) | TokenError::Ambiguous(_)) => None,
        // Who may not make tokens may not list them in some versions.
        Err(TokenError::Server(ServerError::Refused { .. })) => None,
        Err(error) => return Err(error),
    };
    let challenged = match listed.as_ref().and_then(|listed| listed.bypasses_two_factor) {
        Some(true) => Some(is_challenged(connection)?),
        _ => None,
    };
    Ok(Verified { caller, listed, missing, challenged })
}

impl<T: Transport> Connection<T> {
    /// Gives the second proof now, where the server asks for one, by a guarded call that changes nothing. The server remembers
    /// it for a while: for this token, this address and this user agent.
    ///
    /// # Errors
    /// [`ServerError::SecondFactorMissing`] and [`ServerError::SecondFactorWrong`]; see [`ServerError`].
    pub fn prove_ahead(&mut self) -> Result<(), ServerError> {
        match self.call(&Call::post(REGENERATE, &json!({ "tokenName": NO_TOKEN }))) {
            // There is no such token, or the account may have none.
            Ok(_) | Err(ServerError::Invalid { .. } | ServerError::Refused { .. } | ServerError::Unknown { .. }) => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// Whether a guarded call asks for a second proof.
fn is_challenged<T: Transport>(connection: &mut Connection<T>) -> Result<bool, ServerError> {
    let answer = connection.probe(&Call::post(REGENERATE, &json!({ "tokenName": NO_TOKEN })))?;
    Ok(answer.body.contains("totp-required"))
}

/// A name like `name` that no token of the account has.
#[must_use]
pub fn next_name(name: &str, taken: &[Listed]) -> String {
    let numbered = name.rsplit_once('-').and_then(|(stem, number)| Some((stem, number.parse::<u32>().ok()?)));
    let (stem, first) = numbered.map_or((name, 2), |(stem, number)| (stem, number.saturating_add(1)));
    let free = (first..=u32::MAX).map(|number| format!("{stem}-{number}"));
    free.into_iter().find(|name| !taken.iter().any(|listed| listed.name == *name)).unwrap_or_default()
}

fn generate<T: Transport>(
    connection: &mut Connection<T>,
    name: &str,
    bypass_two_factor: bool,
) -> Result<SecretString, TokenError> {
    let body = json!({ "tokenName": name, "bypassTwoFactor": bypass_two_factor });
    let answer = match connection.post(GENERATE, &body) {
        Ok(answer) => answer,
        // It may be there by now, with a value that nobody has seen: another value replaces it.
        Err(error) if effect_unknown(&error) => {
            connection.tell_read_back(&format!("POST {GENERATE}"));
            let there = list(connection).map_err(|_| error.clone())?.iter().any(|listed| listed.name == name);
            if !there {
                return Err(error.into());
            }
            connection.post(REGENERATE, &json!({ "tokenName": name }))?
        }
        Err(error) => return Err(error.into()),
    };
    let token = answer.get("token").and_then(Value::as_str).ok_or_else(|| unlike(&format!("POST {GENERATE}")))?;
    Ok(SecretString::from(token))
}

//! A session of a member, made by whoever logs members in from a back office. Facts: `docs/protocol.md`, section 5.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::connection::Connection;
use super::credentials::Credentials;
use super::observe;
use super::server::unlike;
use super::transport::Transport;
use crate::protocol::Release;
use crate::protocol::encode::percent_encode;
use crate::setup::ServerError;

const CREATE: &str = "/api/v1/users.createToken";
/// The first release whose `users.createToken` wants the secret.
const BY_SECRET: Release = Release::new(8, 0);

/// A member's session.
#[derive(Clone, Debug)]
pub struct MemberSession {
    /// Whose, and the token.
    pub credentials: Credentials,
    /// It is the one that was kept, and no new one was made.
    pub kept: bool,
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MemberError {
    /// The server, or the way to it.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Neither a username nor a user id.
    #[error("nobody on the server has the username or user id {0}")]
    Nobody(String),
    /// The account may not log in.
    #[error("the account {0} is deactivated")]
    Deactivated(String),
    /// The release wants the secret, and none was given.
    #[error("Rocket.Chat {0} makes tokens of members only for who knows its CREATE_TOKENS_FOR_USERS_SECRET")]
    SecretMissing(Release),
    /// The server makes none.
    #[error("Rocket.Chat {release} makes no token of a member: {reason}")]
    NotAllowed {
        /// Which means it has.
        release: Release,
        /// What it said.
        reason: String,
    },
}

impl MemberError {
    /// Stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Server(_) => "server",
            Self::Nobody(_) => "member-unknown",
            Self::Deactivated(_) => "member-deactivated",
            Self::SecretMissing(_) => "member-secret-missing",
            Self::NotAllowed { .. } => "member-token-refused",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Server(_) | Self::Nobody(_) => None,
            Self::Deactivated(_) => Some("whoever left the roster may not log in; bring them back there"),
            Self::SecretMissing(_) => Some(
                "set CREATE_TOKENS_FOR_USERS_SECRET in Rocket.Chat's environment, restart it, and give the same text with \
                 --secret-file or in GANTRY_MEMBER_SECRET",
            ),
            Self::NotAllowed { release, .. } if *release >= BY_SECRET => Some(
                "check that the secret is the one in CREATE_TOKENS_FOR_USERS_SECRET of Rocket.Chat's environment, and that the \
                 account of the token has the permission user-generate-access-token",
            ),
            Self::NotAllowed { .. } => Some(
                "set CREATE_TOKENS_FOR_USERS=true in Rocket.Chat's environment and restart it; the account of the token needs \
                 the permission user-generate-access-token",
            ),
        }
    }
}

/// A session of a member, by username or user id: the kept one as long as the server takes it, because a member may have 50 and
/// each one beyond ends the oldest. The connection goes on as before.
///
/// # Errors
/// [`MemberError`].
pub fn session<T: Transport>(
    connection: &mut Connection<T>,
    member: &str,
    secret: Option<&SecretString>,
    kept: Option<&Credentials>,
) -> Result<MemberSession, MemberError> {
    // From the first answer on: a server that is not as it should be may say it at any time.
    if let Some(secret) = secret {
        connection.hide(secret);
    }
    let release = observe::release(connection)?;
    let (user, active) = find(connection, member)?;
    if !active {
        return Err(MemberError::Deactivated(member.to_owned()));
    }
    if let Some(kept) = kept.filter(|kept| kept.user_id == user)
        && is_taken(connection, kept)?
    {
        return Ok(MemberSession { credentials: kept.clone(), kept: true });
    }
    let mut body = json!({ "userId": user });
    if release >= BY_SECRET {
        let secret = secret.ok_or(MemberError::SecretMissing(release))?;
        if let Some(body) = body.as_object_mut() {
            body.insert("secret".to_owned(), json!(secret.expose_secret()));
        }
    }
    let answer = connection.post(CREATE, &body).map_err(|error| match error {
        ServerError::Refused { reason, .. } => MemberError::NotAllowed { release, reason },
        // A build that was not told to make tokens may not have the route at all.
        ServerError::Unknown { what } => {
            MemberError::NotAllowed { release, reason: format!("it does not know {what}") }
        }
        other => other.into(),
    })?;
    let token = answer.pointer("/data/authToken").and_then(Value::as_str);
    let unlike = || unlike(&format!("POST {CREATE}"));
    let token = token.map(|token| SecretString::from(token.to_owned())).ok_or_else(unlike)?;
    let credentials = Credentials::new(user, token).map_err(|_| unlike())?;
    Ok(MemberSession { credentials, kept: false })
}

/// User id, and whether the account may log in.
fn find<T: Transport>(connection: &mut Connection<T>, member: &str) -> Result<(String, bool), MemberError> {
    for key in ["username", "userId"] {
        let mut path = format!("/api/v1/users.info?{key}=");
        percent_encode(member, &mut path);
        let body = match connection.get(path) {
            Ok(body) => body,
            Err(ServerError::Invalid { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        if let Some(id) = body.pointer("/user/_id").and_then(Value::as_str) {
            let active = body.pointer("/user/active").and_then(Value::as_bool).unwrap_or(true);
            return Ok((id.to_owned(), active));
        }
    }
    Err(MemberError::Nobody(member.to_owned()))
}

/// Whether the server still knows a session.
fn is_taken<T: Transport>(connection: &mut Connection<T>, kept: &Credentials) -> Result<bool, ServerError> {
    let before = connection.use_credentials(Some(kept.clone()));
    let caller = observe::caller(connection);
    connection.use_credentials(before);
    match caller {
        Ok(caller) => Ok(caller.id == kept.user_id),
        Err(ServerError::NotLoggedIn { .. } | ServerError::Refused { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

//! What the project space's server asks of the stand-in Rocket.Chat: sessions for members, and what the panel's
//! buttons do.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::protocol::ServerUrl;

/// Long enough for a busy machine, short enough that Ctrl-C and a page never wait on a server that hangs.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// The password of all of the stand-in's people.
const PASSWORD: &str = "demo";

/// A session: what `login-with-token` needs. Its `Debug` keeps the token to itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// The resume token.
    pub token: String,
    /// The id of the user it belongs to.
    pub user_id: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

/// Why the stand-in gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RocketChatError {
    /// No answer at all.
    #[error("{server} does not answer: {reason}")]
    Unreachable {
        /// The address that was asked.
        server: String,
        /// What the connection said.
        reason: String,
    },
    /// An answer that says no.
    #[error("{path} was refused with status {status}")]
    Refused {
        /// What was asked.
        path: String,
        /// The HTTP status.
        status: u16,
    },
    /// An answer without what it must hold.
    #[error("the answer to {path} has no {field}")]
    Answer {
        /// What was asked.
        path: String,
        /// What is missing.
        field: &'static str,
    },
}

/// A client of the stand-in: its REST login and its control surface.
pub struct RocketChat {
    server: ServerUrl,
    agent: ureq::Agent,
    sessions: Mutex<HashMap<String, Credentials>>,
}

impl fmt::Debug for RocketChat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RocketChat").field("server", &self.server).finish_non_exhaustive()
    }
}

impl RocketChat {
    /// A client of the stand-in at `server`.
    #[must_use]
    pub fn new(server: ServerUrl) -> Self {
        let agent =
            ureq::Agent::config_builder().timeout_global(Some(ANSWER_WITHIN)).http_status_as_error(false).build();
        Self { server, agent: agent.into(), sessions: Mutex::default() }
    }

    /// A session of `username`.
    ///
    /// The same one as long as the server takes it: Rocket.Chat keeps few sessions per user, so that a new token for
    /// each page would end the user's others (docs/protocol.md).
    ///
    /// # Errors
    /// [`RocketChatError`]; `Refused` where the stand-in knows no such person.
    pub async fn login(self: &Arc<Self>, username: &str) -> Result<Credentials, RocketChatError> {
        let kept = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(username).cloned();
        if let Some(kept) = kept {
            match self.post("/api/v1/login", json!({ "resume": kept.token })).await {
                Ok(_) => return Ok(kept),
                Err(RocketChatError::Refused { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        let answer = self.post("/api/v1/login", json!({ "user": username, "password": PASSWORD })).await?;
        let field = |name: &'static str| {
            let value =
                answer.pointer(&format!("/data/{name}")).and_then(Value::as_str).filter(|text| !text.is_empty());
            value.map(str::to_owned).ok_or(RocketChatError::Answer { path: "/api/v1/login".to_owned(), field: name })
        };
        let credentials = Credentials { token: field("authToken")?, user_id: field("userId")? };
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(username.to_owned(), credentials.clone());
        Ok(credentials)
    }

    /// Does one of the control surface's actions, like `say`, and returns its answer.
    ///
    /// # Errors
    /// [`RocketChatError`].
    pub async fn control(self: &Arc<Self>, action: &str, body: Value) -> Result<Value, RocketChatError> {
        self.post(&format!("/_standin/{action}"), body).await
    }

    async fn post(self: &Arc<Self>, path: &str, body: Value) -> Result<Value, RocketChatError> {
        let (this, path) = (Arc::clone(self), path.to_owned());
        let unreachable = |reason: String| RocketChatError::Unreachable { server: self.server.to_string(), reason };
        let work = tokio::task::spawn_blocking(move || this.post_blocking(&path, &body));
        work.await.map_err(|error| unreachable(error.to_string()))?
    }

    fn post_blocking(&self, path: &str, body: &Value) -> Result<Value, RocketChatError> {
        let unreachable = |error: ureq::Error| RocketChatError::Unreachable {
            server: self.server.to_string(),
            reason: error.to_string(),
        };
        let mut answer = self.agent.post(self.server.join(path)).send_json(body).map_err(unreachable)?;
        let status = answer.status();
        if !status.is_success() {
            return Err(RocketChatError::Refused { path: path.to_owned(), status: status.as_u16() });
        }
        // An action that has nothing to tell answers with an empty body.
        Ok(answer.body_mut().read_json().unwrap_or(Value::Null))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_shown() {
        let credentials = Credentials { token: "s3cret".into(), user_id: "alice-id".into() };
        let shown = format!("{credentials:?}");
        assert!(shown.contains("alice-id") && !shown.contains("s3cret"), "{shown}");
    }
}

//! A session by name and password, for as long as a token is made.

use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::connection::{Call, Connection};
use super::credentials::Credentials;
use super::server::unlike;
use super::transport::Transport;
use crate::setup::ServerError;

const LOGIN: &str = "POST /api/v1/login";
/// The one route whose code goes into the body.
pub(super) const LOGIN_PATH: &str = "/api/v1/login";

impl<T: Transport> Connection<T> {
    /// Logs in, and goes on as that account. The password is given again where a second proof by password is asked.
    ///
    /// # Errors
    /// [`ServerError::Refused`] with the server's words if name or password are wrong; see [`ServerError`].
    pub fn log_in(&mut self, user: &str, password: &SecretString) -> Result<(), ServerError> {
        self.use_credentials(None);
        self.use_password(password);
        let body = json!({ "user": user, "password": password.expose_secret() });
        let answer = self.call(&Call::post(LOGIN_PATH, &body))?;
        let field = |name: &str| answer.get("data")?.get(name)?.as_str().map(str::to_owned);
        let (Some(user_id), Some(token)) = (field("userId"), field("authToken")) else { return Err(unlike(LOGIN)) };
        let credentials = Credentials::new(user_id, token.into()).map_err(|_| unlike(LOGIN))?;
        self.use_credentials(Some(credentials));
        Ok(())
    }

    /// Ends the session, and goes on as nobody.
    ///
    /// # Errors
    /// See [`ServerError`]; the session then ends by itself, after the days of `Accounts_LoginExpiration`.
    pub fn log_out(&mut self) -> Result<(), ServerError> {
        let ended = self.call(&Call::post("/api/v1/logout", &json!({})));
        self.use_credentials(None);
        ended.map(|_| ())
    }
}

//! Whose token a call carries.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// How many characters of a personal access token the server tells.
const TAIL: usize = 6;

/// A user id and a token of that user: a session's, or a personal access token.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// User id.
    pub user_id: String,
    /// The token.
    pub token: SecretString,
}

/// A text that holds no credentials. Never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// No JSON of the expected shape.
    #[error("it must be JSON with two texts: {{\"userId\": \"...\", \"token\": \"...\"}}")]
    Shape,
    /// A part is empty, or has characters that no id and no token has.
    #[error("`{0}` is empty, or has characters that no {0} has")]
    Characters(&'static str),
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "userId")]
    user_id: String,
    token: String,
}

impl Credentials {
    /// Checks both parts: they become header values.
    ///
    /// # Errors
    /// [`CredentialsError::Characters`].
    pub fn new(user_id: String, token: SecretString) -> Result<Self, CredentialsError> {
        let fits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits(&user_id) {
            return Err(CredentialsError::Characters("userId"));
        }
        if !fits(token.expose_secret()) {
            return Err(CredentialsError::Characters("token"));
        }
        Ok(Self { user_id, token })
    }

    /// Reads `{"userId", "token"}`; further keys are left alone.
    ///
    /// # Errors
    /// [`CredentialsError`].
    pub fn from_json(text: &str) -> Result<Self, CredentialsError> {
        // The parser's own words could quote the token.
        let file: File = serde_json::from_str(text).map_err(|_| CredentialsError::Shape)?;
        Self::new(file.user_id, file.token.into())
    }

    /// The text of a token file.
    #[must_use]
    pub fn to_json(&self) -> SecretString {
        let value = serde_json::json!({ "userId": self.user_id, "token": self.token.expose_secret() });
        SecretString::from(format!("{value}\n"))
    }

    /// The last six characters of the token, by which the server lists personal access tokens; safe to show.
    #[must_use]
    pub fn tail(&self) -> &str {
        let token = self.token.expose_secret();
        token.len().checked_sub(TAIL).and_then(|from| token.get(from..)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_read_and_written_alike() {
        let read = Credentials::from_json(r#"{"userId": "u1", "token": "abcdefghij", "note": 1}"#).unwrap();
        assert_eq!((read.user_id.as_str(), read.tail()), ("u1", "efghij"));
        let again = Credentials::from_json(read.to_json().expose_secret()).unwrap();
        assert_eq!(again.token.expose_secret(), "abcdefghij");
    }

    #[test]
    fn wrong_texts_are_not_repeated() {
        for text in ["", "SECRET", r#"{"userId":"u1","token":SECRET}"#, r#"{"userId":"u1"}"#, r#"{"token":"SECRET"}"#] {
            let error = Credentials::from_json(text).unwrap_err();
            assert_eq!(error, CredentialsError::Shape, "{text}");
            assert!(!format!("{error} {error:?}").contains("SECRET"));
        }
        let wrong = Credentials::from_json("{\"userId\":\"u1\",\"token\":\"SEC RET\\r\\n\"}").unwrap_err();
        assert_eq!(wrong, CredentialsError::Characters("token"));
        assert!(Credentials::from_json(r#"{"userId":"","token":"SECRET"}"#).is_err());
    }

    #[test]
    fn a_short_token_has_no_tail() {
        assert_eq!(Credentials::new("u".into(), "12345".into()).unwrap().tail(), "");
    }

    #[test]
    fn nothing_shows_the_token() {
        let credentials = Credentials::from_json(r#"{"userId":"u1","token":"SECRETSECRET"}"#).unwrap();
        assert!(!format!("{credentials:?}").contains("SECRET"));
    }
}

//! `POST /chat-login`: from a member's cookie to a session of Rocket.Chat.

use std::fs;
use std::path::{Path, PathBuf};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, body::Body};
use serde::Deserialize;
use serde_json::json;

use super::Login;
use super::preferences::Visitor;
use super::rocket_chat::{Credentials, RocketChatError};
use super::routes::Space;

/// Why a login file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum LoginFileError {
    /// It can't be read.
    #[error("{path} can't be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Other users of this machine could read it.
    #[error("{path} can be read by other users of this machine: chmod 600 {path}")]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// It does not hold `{"token","userId"}`. The text is not shown, for it may hold the token.
    #[error("{path} must hold {{\"token\": \"...\", \"userId\": \"...\"}}, both not empty")]
    Shape {
        /// The file.
        path: PathBuf,
    },
}

/// Reads a session from a file with `{"token","userId"}` that its owner alone can read.
///
/// # Errors
/// [`LoginFileError`]; none shows what the file holds.
pub fn read_login_file(path: &Path) -> Result<Credentials, LoginFileError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct File {
        token: String,
        user_id: String,
    }

    let unreadable = |reason| LoginFileError::Unreadable { path: path.to_owned(), reason };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path).map_err(unreadable)?.permissions().mode() & 0o077 != 0 {
            return Err(LoginFileError::Exposed { path: path.to_owned() });
        }
    }
    let text = fs::read(path).map_err(unreadable)?;
    match serde_json::from_slice::<File>(&text) {
        Ok(file) if !file.token.is_empty() && !file.user_id.is_empty() => {
            Ok(Credentials { token: file.token, user_id: file.user_id })
        }
        _ => Err(LoginFileError::Shape { path: path.to_owned() }),
    }
}

/// Answers with the session of the member who asks, or 401 where nobody asks.
pub(super) async fn chat_login(State(space): State<Space>, headers: HeaderMap) -> Response<Body> {
    let visitor = Visitor::of(&headers);
    let Some(username) = visitor.member.as_deref() else {
        return refuse(StatusCode::UNAUTHORIZED, "not-a-member");
    };
    let session = match &space.options.login {
        Login::StandIn(_) if !space.options.members.iter().any(|member| member.username == username) => {
            return refuse(StatusCode::UNAUTHORIZED, "not-a-member");
        }
        Login::StandIn(standin) => match standin.login(username).await {
            Ok(session) => Ok(session),
            Err(RocketChatError::Refused { .. }) => return refuse(StatusCode::UNAUTHORIZED, "not-a-member"),
            Err(_) => Err("chat-unreachable"),
        },
        Login::File(path) => read_login_file(path).map_err(|_| "login-file"),
        Login::Frame => return refuse(StatusCode::UNAUTHORIZED, "login-in-the-frame"),
    };
    match session {
        Ok(session) => unstored(Json(session).into_response()),
        Err(code) => refuse(StatusCode::BAD_GATEWAY, code),
    }
}

fn refuse(status: StatusCode, code: &'static str) -> Response {
    unstored((status, Json(json!({ "error": code }))).into_response())
}

fn unstored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn file(text: &str, mode: u32) -> tempfile::TempPath {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        file.into_temp_path()
    }

    #[test]
    fn a_private_login_file_is_read() {
        let path = file(r#"{"token":"t0k","userId":"u1"}"#, 0o600);
        assert_eq!(read_login_file(&path).unwrap(), Credentials { token: "t0k".into(), user_id: "u1".into() });
    }

    #[test]
    fn a_login_file_that_others_can_read_is_refused() {
        for mode in [0o640, 0o604, 0o644] {
            let error = read_login_file(&file(r#"{"token":"t0k","userId":"u1"}"#, mode)).unwrap_err().to_string();
            assert!(error.contains("chmod 600") && !error.contains("t0k"), "{error}");
        }
    }

    #[test]
    fn an_error_never_shows_what_the_file_holds() {
        for text in [r#"{"token":"t0k"}"#, "t0k", r#"{"token":"t0k","userId":""}"#, r#"{"token":"","userId":"t0k"}"#] {
            let error = read_login_file(&file(text, 0o600)).unwrap_err().to_string();
            assert!(error.contains("must hold") && !error.contains("t0k"), "{error}");
        }
    }
}

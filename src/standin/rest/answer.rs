//! What REST answers with, before its headers.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::cors::HEADERS;
use crate::standin::limits::Counted;
use crate::standin::records;
use crate::standin::two_factor::Challenged;

/// Status and body.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer(pub StatusCode, pub Value);

impl Answer {
    /// The same with `details`.
    pub fn detailed(mut self, details: Value) -> Self {
        if let Some(object) = self.1.as_object_mut() {
            object.insert("details".to_owned(), records::with_text_dates(details));
        }
        self
    }

    /// As it goes over the wire.
    pub fn respond(self, counted: Option<Counted>) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "application/json"),
            (header::VARY, "Accept-Encoding"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS),
        ];
        let counts = counted.map(|counted| {
            [
                ("x-ratelimit-limit", counted.limit.to_string()),
                ("x-ratelimit-remaining", counted.remaining.to_string()),
                ("x-ratelimit-reset", counted.reset.to_string()),
            ]
        });
        let mut response = (self.0, headers, self.1.to_string()).into_response();
        for (name, value) in counts.into_iter().flatten() {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// 200 with `success`.
pub fn ok(mut body: Value) -> Answer {
    if let Some(object) = body.as_object_mut() {
        object.insert("success".to_owned(), Value::Bool(true));
    }
    Answer(StatusCode::OK, records::with_text_dates(body))
}

/// 400 that says nothing.
pub fn silent() -> Answer {
    Answer(StatusCode::BAD_REQUEST, json!({ "success": false }))
}

/// 400 with a sentence.
pub fn bad(error: &str) -> Answer {
    Answer(StatusCode::BAD_REQUEST, json!({ "success": false, "error": error }))
}

/// 400 with a sentence and a code beside it.
pub fn coded(code: &str, error: &str) -> Answer {
    Answer(StatusCode::BAD_REQUEST, json!({ "success": false, "error": error, "errorType": code }))
}

/// 400 of something thrown: the sentence ends with the code.
pub fn thrown(code: &str, reason: &str) -> Answer {
    let error = if reason.is_empty() { format!("[{code}]") } else { format!("{reason} [{code}]") };
    coded(code, &error)
}

/// 400 of a guarded call.
pub fn challenged(challenge: Challenged) -> Answer {
    thrown(challenge.code, challenge.reason).detailed(challenge.details)
}

/// 401: no session.
pub fn unauthorized() -> Answer {
    Answer(StatusCode::UNAUTHORIZED, json!({ "status": "error", "message": "You must be logged in to do this." }))
}

/// 403 with a sentence.
pub fn forbidden(error: &str) -> Answer {
    Answer(StatusCode::FORBIDDEN, json!({ "success": false, "error": error }))
}

/// 429 that tells how long to wait.
pub fn too_many(seconds: i64) -> Answer {
    let error = format!(
        "Error, too many requests. Please slow down. You must wait {seconds} seconds before trying this endpoint \
         again. [error-too-many-requests]"
    );
    Answer(StatusCode::TOO_MANY_REQUESTS, json!({ "success": false, "error": error }))
}

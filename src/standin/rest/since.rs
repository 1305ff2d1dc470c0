//! What has changed since a date, in lists that can be asked so.

use super::answer::{Answer, thrown};
use super::call::Query;
use crate::standin::records;

/// The date in `updatedSince`, as it was written; none where everything is asked for.
pub struct Since(Option<String>);

impl Since {
    /// What is asked for; `called` is what the refusal calls the date.
    ///
    /// # Errors
    ///
    /// The answer to what is no date.
    pub fn asked(query: &Query, called: &str) -> Result<Self, Answer> {
        let since = query.get("updatedSince").filter(|since| !since.is_empty());
        if since.as_deref().is_some_and(|since| !looks_like_a_date(since)) {
            let reason = format!("The \"{called}\" query parameter must be a valid date.");
            return Err(thrown("error-roomId-param-invalid", &reason));
        }
        Ok(Self(since))
    }

    /// Whether everything is asked for.
    pub fn is_ever(&self) -> bool {
        self.0.is_none()
    }

    /// Whether it has changed, when it last did at `at`, milliseconds since 1970.
    pub fn covers(&self, at: i64) -> bool {
        self.0.as_deref().is_none_or(|since| records::text_date(at).as_str() > since)
    }
}

/// As much of the form as tells a date from something else: `2026-11-22`, with or without a time.
fn looks_like_a_date(text: &str) -> bool {
    let day: Vec<&str> = text.get(..10).unwrap_or(text).split('-').collect();
    day.len() == 3 && day.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

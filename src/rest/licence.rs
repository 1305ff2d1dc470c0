//! How many more accounts a server's licence allows. No answer of a real server has been recorded, so whatever is not as the
//! API's description says is told, and not guessed at.

use serde_json::Value;

use crate::protocol::Release;
use crate::roster::Account;
use crate::setup::ServerError;

/// The first release with `licenses.info`, as far as it is known.
const INFO: Release = Release::new(7, 0);
/// The first release with `licenses.maxActiveUsers`.
const MAXIMUM: Release = Release::new(4, 0);

/// How many more accounts there may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seats {
    /// As many as one likes.
    Unlimited,
    /// So many.
    Left(u64),
    /// It can't be told, and why.
    Unknown(String),
}

/// Where the licence's limit is asked for, in the releases that tell it.
pub(super) fn path(release: Release) -> Option<&'static str> {
    if release >= INFO {
        Some("/api/v1/licenses.info?loadValues=true")
    } else {
        (release >= MAXIMUM).then_some("/api/v1/licenses.maxActiveUsers")
    }
}

/// What the answer to [`path`] says.
///
/// # Errors
/// [`ServerError`] that is not about licences.
pub(super) fn told(
    release: Release,
    answer: Result<Value, ServerError>,
    accounts: &[Account],
) -> Result<Seats, ServerError> {
    match answer {
        Ok(body) => Ok(if release >= INFO { from_info(&body, accounts) } else { from_maximum(&body) }),
        // A build without licences has no such route.
        Err(ServerError::Unknown { .. } | ServerError::NotTheApi { .. }) if release < INFO => Ok(Seats::Unlimited),
        Err(
            error @ (ServerError::Unknown { .. }
            | ServerError::NotTheApi { .. }
            | ServerError::Refused { .. }
            | ServerError::Invalid { .. }),
        ) => Ok(Seats::Unknown(error.to_string())),
        Err(error) => Err(error),
    }
}

fn from_info(body: &Value, accounts: &[Account]) -> Seats {
    let limit = body.pointer("/license/limits/activeUsers");
    let number = |key: &str| limit.and_then(|limit| limit.get(key)).and_then(Value::as_i64);
    let is_full = body.pointer("/license/preventedActions/activeUsers") == Some(&Value::Bool(true));
    match number("max") {
        // No limit is written as -1.
        Some(max) if max < 0 => Seats::Unlimited,
        Some(max) => {
            let people = accounts.iter().filter(|account| account.active && account.is_person()).count();
            let counted = number("value").or_else(|| i64::try_from(people).ok()).unwrap_or(max);
            Seats::Left(if is_full { 0 } else { u64::try_from(max.saturating_sub(counted)).unwrap_or(0) })
        }
        None if is_full => Seats::Left(0),
        None => Seats::Unknown("licenses.info has no number license.limits.activeUsers.max".to_owned()),
    }
}

fn from_maximum(body: &Value) -> Seats {
    let number = |key: &str| body.get(key).and_then(Value::as_i64);
    match (number("maxActiveUsers"), number("activeUsers")) {
        (Some(max), _) if max <= 0 => Seats::Unlimited,
        (Some(max), Some(active)) => Seats::Left(u64::try_from(max.saturating_sub(active)).unwrap_or(0)),
        _ => Seats::Unknown("licenses.maxActiveUsers has not its two numbers".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn limit(of: Value) -> Value {
        json!({ "license": { "limits": { "activeUsers": of } } })
    }

    #[test]
    fn limits_are_read_where_they_are_as_described_and_told_where_they_are_not() {
        let ann = Account { active: true, kind: "user".into(), ..Account::default() };
        let bot = Account { active: true, kind: "bot".into(), ..Account::default() };
        let accounts = [ann.clone(), Account { active: false, ..ann }, bot];
        assert_eq!(from_info(&limit(json!({ "max": -1 })), &accounts), Seats::Unlimited);
        assert_eq!(from_info(&limit(json!({ "max": 25, "value": 20 })), &accounts), Seats::Left(5));
        assert_eq!(from_info(&limit(json!({ "max": 25, "value": 30 })), &accounts), Seats::Left(0));
        assert_eq!(from_info(&limit(json!({ "max": 25 })), &accounts), Seats::Left(24), "counted here");
        for odd in [json!([{ "max": 3 }]), json!({ "max": "25" }), json!(null)] {
            assert!(matches!(from_info(&limit(odd), &accounts), Seats::Unknown(_)));
        }
        let full = json!({ "license": { "preventedActions": { "activeUsers": true } } });
        assert_eq!(from_info(&full, &accounts), Seats::Left(0));
        assert_eq!(from_maximum(&json!({ "maxActiveUsers": 25, "activeUsers": 5 })), Seats::Left(20));
        assert_eq!(from_maximum(&json!({ "maxActiveUsers": 0, "activeUsers": 5 })), Seats::Unlimited);
        assert!(matches!(from_maximum(&json!({})), Seats::Unknown(_)));
    }
}

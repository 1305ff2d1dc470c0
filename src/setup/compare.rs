//! Whether a setting has the value that is wanted, type and all.
//!
//! The REST API stores whatever it is sent, so the text `"false"` in a switch is a difference, and one that switches it
//! on.

use std::collections::BTreeSet;

use serde_json::Value;

use super::block::without_returns;
use crate::protocol::Release;

/// The first release that reads `API_CORS_Origin` as a list.
const CORS_LIST: Release = Release::new(4, 0);

/// Whether this release takes several origins for CORS.
#[must_use]
pub fn cors_takes_a_list(release: Release) -> bool {
    release >= CORS_LIST
}

/// Whether what the server has is what is wanted.
#[must_use]
pub fn same(id: &str, release: Release, have: &Value, want: &Value) -> bool {
    match (have, want) {
        (Value::String(have), Value::String(want)) => {
            let (have, want) = (without_returns(have), without_returns(want));
            have == want || entries(id, release, &have).is_some_and(|set| entries(id, release, &want) == Some(set))
        }
        (Value::Array(have), Value::Array(want)) => {
            let set = |items: &[Value]| items.iter().map(Value::to_string).collect::<BTreeSet<_>>();
            set(have) == set(want)
        }
        (Value::Number(have), Value::Number(want)) => have.as_f64() == want.as_f64(),
        _ => have == want,
    }
}

/// The entries of a list with commas that the server reads as a set, in the form in which it compares them.
fn entries(id: &str, release: Release, text: &str) -> Option<BTreeSet<String>> {
    match id {
        "API_CORS_Origin" if cors_takes_a_list(release) => {
            Some(text.split(',').map(|entry| entry.trim().to_lowercase()).collect())
        }
        "Iframe_Integration_receive_origin" => Some(text.split(',').map(str::to_owned).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_count() {
        let same = |have, want| same("NPS_survey_enabled", Release::NEWEST, &have, &want);
        assert!(same(json!(false), json!(false)));
        assert!(!same(json!("false"), json!(false)));
        assert!(!same(json!(0), json!(false)));
        assert!(!same(json!("1"), json!(1)));
        assert!(!same(Value::Null, json!(false)));
        assert!(same(json!(1.0), json!(1)));
    }

    #[test]
    fn line_ends_do_not_count_and_other_blanks_do() {
        let same = |have, want| same("theme-custom-css", Release::NEWEST, &have, &want);
        assert!(same(json!("a\r\nb"), json!("a\nb")));
        assert!(!same(json!("a\n b"), json!("a\nb")));
    }

    #[test]
    fn choices_are_a_set() {
        let same = |have, want| same("Hide_System_Messages", Release::NEWEST, &have, &want);
        assert!(same(json!(["au", "uj"]), json!(["uj", "au"])));
        assert!(!same(json!(["au"]), json!(["uj", "au"])));
        assert!(!same(json!("[\"au\"]"), json!(["au"])));
    }

    #[test]
    fn lists_of_origins_are_sets_where_the_server_reads_them_so() {
        let (a, b) = (json!("https://a.example, https://B.example"), json!("https://b.example,https://a.example"));
        assert!(same("API_CORS_Origin", Release::new(8, 8), &a, &b));
        assert!(!same("API_CORS_Origin", Release::new(3, 18), &a, &b));
        assert!(!same("Iframe_Integration_receive_origin", Release::NEWEST, &a, &b), "it is not trimmed there");
        let c = json!("https://a.example,https://b.example");
        assert!(same("Iframe_Integration_receive_origin", Release::NEWEST, &c, &b));
        assert!(!same("Iframe_Integration_send_target_origin", Release::NEWEST, &c, &b));
    }
}

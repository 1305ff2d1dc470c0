//! The map that the companion's `profile.people` reads.

use serde_json::{Map, Value};

use super::model::Roster;
use super::observed::Account;
use super::state::State;

/// URLs of profile pages by username and by user id, of everybody who has an account and a profile; sorted by key.
#[must_use]
pub fn people_map(roster: &Roster, state: &State, accounts: &[Account]) -> Value {
    let usernames: std::collections::HashMap<&str, &str> =
        accounts.iter().map(|account| (account.id.as_str(), account.username.as_str())).collect();
    let mut entries: Vec<(&str, &str)> = Vec::new();
    for person in roster.people.iter().filter(|person| person.active) {
        let (Some(profile), Some(of)) = (&person.profile, state.people.get(&person.id)) else { continue };
        entries.push((&of.user, profile.as_str()));
        entries.extend(usernames.get(of.user.as_str()).map(|username| (*username, profile.as_str())));
    }
    entries.sort_unstable();
    let map: Map<String, Value> =
        entries.into_iter().map(|(key, url)| (key.to_owned(), Value::String(url.to_owned()))).collect();
    Value::Object(map)
}

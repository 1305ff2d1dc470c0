//! Who is logged in with which token.

use std::collections::BTreeMap;

use super::people::Person;

/// What a token stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub uid: &'static str,
    /// A personal access token; none for a login.
    pub personal: Option<Personal>,
    /// The second factor was proven.
    pub proven: Option<Proven>,
}

/// What a personal access token has besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// Unique among the person's tokens.
    pub name: String,
    /// Milliseconds since 1970.
    pub created: i64,
    /// Asks for no second factor.
    pub bypass: bool,
}

/// A second factor that is remembered for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Milliseconds since 1970.
    pub until: i64,
    /// Of the client that proved it.
    pub fingerprint: String,
}

/// Every token that opens something.
#[derive(Debug, Default)]
pub struct Sessions(BTreeMap<String, Session>);

impl Sessions {
    /// A new token.
    pub fn open(&mut self, person: &'static Person, personal: Option<Personal>) -> String {
        let token = random_token();
        self.0.insert(token.clone(), Session { uid: person.id, personal, proven: None });
        token
    }

    /// What the token stands for.
    #[must_use]
    pub fn get(&self, token: &str) -> Option<&Session> {
        self.0.get(token)
    }

    /// Remembers a proof for a token.
    pub fn prove(&mut self, token: &str, proven: Proven) {
        if let Some(session) = self.0.get_mut(token) {
            session.proven = Some(proven);
        }
    }

    /// Ends one token.
    pub fn close(&mut self, token: &str) {
        self.0.remove(token);
    }

    /// Ends all tokens of a person.
    pub fn forget(&mut self, uid: &str) {
        self.0.retain(|_, session| session.uid != uid);
    }

    /// How many tokens a person has.
    #[must_use]
    pub fn count(&self, uid: &str) -> usize {
        self.0.values().filter(|session| session.uid == uid).count()
    }

    /// The personal access tokens of a person, oldest first.
    #[must_use]
    pub fn personal(&self, uid: &str) -> Vec<(&str, &Personal)> {
        let mut tokens: Vec<(&str, &Personal)> = self
            .0
            .iter()
            .filter(|(_, session)| session.uid == uid)
            .filter_map(|(token, session)| Some((token.as_str(), session.personal.as_ref()?)))
            .collect();
        tokens.sort_by_key(|(_, personal)| personal.created);
        tokens
    }

    /// The personal access token of this name.
    #[must_use]
    pub fn named(&self, uid: &str, name: &str) -> Option<String> {
        self.personal(uid).into_iter().find(|(_, personal)| personal.name == name).map(|(token, _)| token.to_owned())
    }
}

/// Two random words from the standard library's hash seeds: enough for a session that lives as long as the process.
fn random_token() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}{:011x}", word(), word(), word() >> 20)
}

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
    /// Counts up with each session.
    pub number: u64,
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

/// How many sessions of logins a person may have; one more ends the oldest. `MAX_RESUME_LOGIN_TOKENS`, #32216.
const MOST: usize = 50;

/// Every token that opens something.
#[derive(Debug, Default)]
pub struct Sessions(BTreeMap<String, Session>, u64);

impl Sessions {
    /// A new token.
    pub fn open(&mut self, person: &'static Person, personal: Option<Personal>) -> String {
        let token = random_token();
        self.1 += 1;
        let session = Session { uid: person.id, personal, proven: None, number: self.1 };
        let login = session.personal.is_none();
        self.0.insert(token.clone(), session);
        if login {
            self.end_oldest(person.id);
        }
        token
    }

    fn end_oldest(&mut self, uid: &str) {
        let mine = self.0.iter().filter(|(_, session)| session.uid == uid && session.personal.is_none());
        let mut mine: Vec<(u64, String)> = mine.map(|(token, session)| (session.number, token.clone())).collect();
        mine.sort_unstable();
        for (_, token) in mine.iter().take(mine.len().saturating_sub(MOST)) {
            self.0.remove(token);
        }
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

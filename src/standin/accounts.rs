//! The accounts of a server: who has one, with which roles and which ways to prove who one is.

use std::collections::BTreeMap;

use super::people::{self, PEOPLE, Person};

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose.
    pub person: &'static Person,
    /// Ids of global roles.
    pub roles: Vec<String>,
    /// When it was made, milliseconds since 1970.
    pub created: i64,
    /// Last change.
    pub updated: i64,
    /// Last login.
    pub last_login: Option<i64>,
    /// The e-mail address is verified.
    pub verified: bool,
    /// May log in.
    pub active: bool,
    /// An authenticator app is set up.
    pub totp: bool,
    /// Codes by e-mail are switched on.
    pub email2fa: bool,
    /// The code that was mailed last.
    pub mail: Option<Mail>,
}

/// A code that was mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mail {
    /// When it ceases to count, milliseconds since 1970.
    pub expires: i64,
    /// Wrong tries so far.
    pub attempts: i64,
}

/// Every account, by user id.
#[derive(Clone, Debug, Default)]
pub struct Accounts(BTreeMap<&'static str, Account>);

impl Accounts {
    /// Accounts of these people, made at this time.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = &'static Person>, now: i64) -> Self {
        let account = |person: &'static Person| Account {
            person,
            roles: vec![person.role.to_owned()],
            created: now,
            updated: now,
            last_login: None,
            verified: true,
            active: true,
            totp: false,
            email2fa: false,
            mail: None,
        };
        Self(people.into_iter().map(|person| (person.id, account(person))).collect())
    }

    /// Accounts of everybody.
    #[must_use]
    pub fn everybody(now: i64) -> Self {
        Self::of(&PEOPLE, now)
    }

    /// The account of this user id.
    #[must_use]
    pub fn get(&self, uid: &str) -> Option<&Account> {
        self.0.get(uid)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, uid: &str) -> Option<&mut Account> {
        self.0.get_mut(uid)
    }

    /// The account of this username, in any case of letters.
    #[must_use]
    pub fn named(&self, username: &str) -> Option<&Account> {
        self.iter().find(|account| account.person.username.eq_ignore_ascii_case(username))
    }

    /// The account of this e-mail address, in any case of letters.
    #[must_use]
    pub fn by_email(&self, address: &str) -> Option<&Account> {
        self.iter().find(|account| people::address(account.person).eq_ignore_ascii_case(address))
    }

    /// Every account, in the order of [`PEOPLE`].
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        PEOPLE.iter().filter_map(|person| self.get(person.id))
    }
}

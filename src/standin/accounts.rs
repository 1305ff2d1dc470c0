//! The accounts of a server: who has one, with which roles and which ways to prove who one is.

use std::collections::HashMap;

use super::people::{self, PASSWORD, PEOPLE, Person};

/// One account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose.
    pub person: &'static Person,
    /// The one mail address.
    pub email: String,
    /// Nobody reads it but the login.
    pub password: String,
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
pub struct Accounts {
    by_id: HashMap<&'static str, Account>,
    /// User ids in the order of making.
    order: Vec<&'static str>,
}

impl Accounts {
    /// Accounts of these people, made at this time.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = &'static Person>, now: i64) -> Self {
        let account = |person: &'static Person| Account {
            person,
            email: people::address(person),
            password: PASSWORD.to_owned(),
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
        let by_id: HashMap<_, _> = people.into_iter().map(|person| (person.id, account(person))).collect();
        let order = PEOPLE.iter().map(|person| person.id).filter(|id| by_id.contains_key(id)).collect();
        Self { by_id, order }
    }

    /// Accounts of everybody.
    #[must_use]
    pub fn everybody(now: i64) -> Self {
        Self::of(&PEOPLE, now)
    }

    /// The account of this user id.
    #[must_use]
    pub fn get(&self, uid: &str) -> Option<&Account> {
        self.by_id.get(uid)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, uid: &str) -> Option<&mut Account> {
        self.by_id.get_mut(uid)
    }

    /// The account of this username, in any case of letters.
    #[must_use]
    pub fn named(&self, username: &str) -> Option<&Account> {
        self.iter().find(|account| account.person.username.eq_ignore_ascii_case(username))
    }

    /// The account of this e-mail address, in any case of letters.
    #[must_use]
    pub fn by_email(&self, address: &str) -> Option<&Account> {
        self.iter().find(|account| account.email.eq_ignore_ascii_case(address))
    }

    /// Every account, those of [`PEOPLE`] first.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.order.iter().filter_map(|id| self.get(id))
    }

    /// Makes an account, with the role `user`, and returns its id: the one that is given, or for somebody of the demo the one
    /// that they always have.
    pub fn add(
        &mut self,
        id: String,
        username: &str,
        name: &str,
        email: &str,
        password: &str,
        now: i64,
    ) -> &'static str {
        let known = people::by_username(username).filter(|person| self.get(person.id).is_none());
        // A person of the stand-in lives as long as its process.
        let id: &'static str = known.map_or_else(|| &*id.leak(), |person| person.id);
        let color = known.map_or("#6c727a", |person| person.color);
        let made = Person { id, username: leaked(username), name: leaked(name), role: "user", color };
        let person: &'static Person =
            known.filter(|person| **person == made).unwrap_or_else(|| Box::leak(Box::new(made)));
        let account = Account {
            person,
            email: email.to_owned(),
            password: password.to_owned(),
            roles: vec!["user".to_owned()],
            created: now,
            updated: now,
            last_login: None,
            verified: false,
            active: true,
            totp: false,
            email2fa: false,
            mail: None,
        };
        self.by_id.insert(id, account);
        self.order.push(id);
        id
    }

    /// Gives a person other names.
    pub fn rename(&mut self, uid: &str, username: Option<&str>, name: Option<&str>) {
        let Some(account) = self.by_id.get_mut(uid) else { return };
        let mut person = *account.person;
        person.username = username.map_or(person.username, leaked);
        person.name = name.map_or(person.name, leaked);
        account.person = Box::leak(Box::new(person));
    }
}

fn leaked(text: &str) -> &'static str {
    text.to_owned().leak()
}

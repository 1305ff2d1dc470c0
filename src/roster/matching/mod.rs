//! Which account is whose, and which room is which project's.

mod rooms;

use std::collections::HashMap;

use smol_str::SmolStr;

use super::collision::Collision;
use super::guard::is_protected;
use super::index::Index;
use super::model::{Person, Roster};
use super::names::{self, Taken, Template, clean};
use super::observed::{Account, Observed};
use super::plan::Note;
use super::state::State;
use crate::config::SyncOptions;

pub(super) use rooms::{projects, tag};
pub use rooms::{rooms_to_read, waiting_for};

/// What somebody's place on the server is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Found {
    /// An account, by its place in [`Observed::accounts`].
    Account(usize),
    /// No account yet; this is to be its username.
    New(SmolStr),
    /// Nothing is done for this person, because of a collision or because there is no account to make.
    #[default]
    Nothing,
}

/// Everybody's place, by the person's place in the roster.
#[derive(Debug, Default)]
pub(super) struct People {
    pub found: Vec<Found>,
    /// The person's place in the roster, by the account's place in [`Observed::accounts`].
    pub by_account: Vec<Option<usize>>,
    pub collisions: Vec<Collision>,
    pub notes: Vec<Note>,
}

impl People {
    /// The place in the roster of the person whose an account is.
    pub fn holder(&self, account: usize) -> Option<usize> {
        self.by_account.get(account).copied().flatten()
    }
}

/// Finds everybody: by what is remembered, by mail address, by username; and names those who are new.
pub(super) fn people(
    ids: &Ids<'_>,
    state: &State,
    observed: &Observed,
    options: &SyncOptions,
    template: &Template,
) -> People {
    let mut finder = Finder::new(ids, state, observed, options);
    finder.shared_addresses();
    finder.remembered();
    finder.by_mail();
    finder.by_username(template);
    finder.newcomers(template);
    finder.people
}

/// People of the roster and accounts of the server by their ids.
pub(super) struct Ids<'a> {
    pub roster: &'a Roster,
    pub people: Index<'a, Person>,
    pub accounts: Index<'a, Account>,
}

impl<'a> Ids<'a> {
    pub fn new(roster: &'a Roster, observed: &'a Observed) -> Self {
        let people = Index::new(&roster.people, |person| person.id.as_str());
        let accounts = Index::new(&observed.accounts, |account| account.id.as_str());
        Self { roster, people, accounts }
    }
}

struct Finder<'a> {
    roster: &'a Roster,
    ids: &'a Ids<'a>,
    state: &'a State,
    observed: &'a Observed,
    options: &'a SyncOptions,
    /// The person whose an account is remembered to be, by the account's place; one in the roster before one who has left.
    bound: Vec<Option<&'a str>>,
    settled: Vec<bool>,
    people: People,
}

impl<'a> Finder<'a> {
    fn new(ids: &'a Ids<'a>, state: &'a State, observed: &'a Observed, options: &'a SyncOptions) -> Self {
        let roster = ids.roster;
        let mut bound: Vec<Option<&str>> = vec![None; observed.accounts.len()];
        for (person, of) in &state.people {
            let Some(held) = ids.accounts.place(&of.user).and_then(|at| bound.get_mut(at)) else { continue };
            if held.is_none_or(|held| !ids.people.has(held)) {
                *held = Some(person.as_str());
            }
        }
        let number = roster.people.len();
        let by_account = vec![None; observed.accounts.len()];
        let people = People { found: vec![Found::Nothing; number], by_account, ..People::default() };
        Self { roster, ids, state, observed, options, bound, settled: vec![false; number], people }
    }

    fn account(&self, at: usize) -> Option<&'a Account> {
        self.observed.accounts.get(at)
    }

    fn settle(&mut self, person: usize, found: Found) {
        if let Found::Account(at) = found {
            self.hold(at, person);
        }
        if let (Some(place), Some(settled)) = (self.people.found.get_mut(person), self.settled.get_mut(person)) {
            *place = found;
            *settled = true;
        }
    }

    fn hold(&mut self, account: usize, person: usize) {
        if let Some(place) = self.people.by_account.get_mut(account) {
            *place = Some(person);
        }
    }

    /// Id of the person whose an account is remembered to be.
    fn holder(&self, account: usize) -> Option<&'a str> {
        self.bound.get(account).copied().flatten()
    }

    fn collide(&mut self, person: usize, collision: Collision) {
        self.people.collisions.push(collision);
        self.settle(person, Found::Nothing);
    }

    fn open(&self) -> Vec<(usize, &'a Person)> {
        let settled = |at: &usize| self.settled.get(*at).copied().unwrap_or(true);
        self.roster.people.iter().enumerate().filter(|(at, _)| !settled(at)).collect()
    }

    fn shared_addresses(&mut self) {
        let mut first: HashMap<SmolStr, usize> = HashMap::new();
        for (at, person) in self.roster.people.iter().enumerate() {
            let address = lower(&person.email);
            let Some(before) = first.get(&address).copied() else {
                first.insert(address, at);
                continue;
            };
            let place = self.roster.people.get(before).map(|other| other.place).unwrap_or_default();
            self.collide(at, Collision::SharedAddress { address: address.into(), first: place, second: person.place });
            self.settle(before, Found::Nothing);
        }
        // Whoever is left out is still known: the account of theirs is nobody else's.
        let left_out = self.roster.people.iter().zip(&self.settled).enumerate().filter(|(_, (_, settled))| **settled);
        let held: Vec<(usize, usize)> = left_out
            .filter_map(|(at, (person, _))| {
                let of = self.state.people.get(&person.id)?;
                Some((self.ids.accounts.place(&of.user)?, at))
            })
            .collect();
        held.into_iter().for_each(|(account, person)| self.hold(account, person));
    }

    fn remembered(&mut self) {
        for (at, person) in self.open() {
            let Some(of) = self.state.people.get(&person.id) else { continue };
            match self.ids.accounts.place(&of.user) {
                Some(account) if self.holder(account) == Some(person.id.as_str()) => {
                    self.settle(at, Found::Account(account));
                }
                Some(_) => {}
                None => {
                    let text = format!("the account of \"{}\" has been deleted in Rocket.Chat", person.id);
                    self.people.notes.push(Note { code: "account-deleted", text });
                }
            }
        }
    }

    fn by_mail(&mut self) {
        let open = self.open();
        if open.is_empty() {
            return;
        }
        // By address in lower case.
        let mut mails: HashMap<SmolStr, usize> = HashMap::new();
        for (at, account) in self.observed.accounts.iter().enumerate() {
            for address in &account.emails {
                mails.entry(lower(address)).or_insert(at);
            }
        }
        for (at, person) in open {
            let Some(account) = mails.get(&lower(&person.email)).copied() else { continue };
            let Some(found) = self.account(account) else { continue };
            if found.username.is_empty() {
                let (place, address) = (person.place, person.email.to_string());
                self.collide(at, Collision::Nameless { place, person: person.id.to_string(), address });
                continue;
            }
            let holder = self.people.holder(account).and_then(|other| self.roster.people.get(other));
            if let Some(other) = holder {
                let collision = Collision::AddressOfAnother {
                    place: person.place,
                    person: person.id.to_string(),
                    address: person.email.to_string(),
                    username: found.username.to_string(),
                    other: other.id.to_string(),
                };
                self.collide(at, collision);
                continue;
            }
            if let Some(gone) = self.holder(account).filter(|id| !self.ids.people.has(id)) {
                let text = format!(
                    "\"{}\" takes over the account {} from \"{gone}\", who has left: the address is the same",
                    person.id, found.username
                );
                self.people.notes.push(Note { code: "account-taken-over", text });
            }
            self.settle(at, Found::Account(account));
        }
    }

    /// An account of the very name is the person's, unless it is remembered to be somebody's: a name that has come free is
    /// soon given to another.
    fn by_username(&mut self, template: &Template) {
        let open = self.open();
        if open.is_empty() {
            return;
        }
        let names: HashMap<SmolStr, usize> =
            self.observed.accounts.iter().enumerate().map(|(at, account)| (lower(&account.username), at)).collect();
        for (at, person) in open {
            let Some(username) = self.wanted(person, template) else { continue };
            let Some(account) = names.get(username.to_lowercase().as_str()).copied() else { continue };
            let Some(found) = self.account(account) else { continue };
            if self.people.holder(account).is_some() || self.holder(account).is_some() {
                continue;
            }
            if is_protected(found, &self.observed.service, &self.options.protect) {
                let (place, person) = (person.place, person.id.to_string());
                self.collide(at, Collision::ProtectedUsername { place, person, username });
                continue;
            }
            let address = found.emails.first().map_or("none", SmolStr::as_str);
            let text =
                format!("\"{}\" is taken for the account {username} by its name; its address was {address}", person.id);
            self.people.notes.push(Note { code: "matched-by-username", text });
            self.settle(at, Found::Account(account));
        }
    }

    fn wanted(&self, person: &Person, template: &Template) -> Option<String> {
        let raw = raw_username(person, template)?;
        let username = clean(&raw, &self.observed.rules.usernames);
        (!username.is_empty()).then_some(username)
    }

    fn newcomers(&mut self, template: &Template) {
        let mut open = self.open();
        if open.is_empty() {
            return;
        }
        let mut taken = Taken::default();
        self.observed.accounts.iter().for_each(|account| taken.take(&account.username));
        self.observed.teams.iter().for_each(|team| taken.take(team));
        // The same people get the same numbers, in whatever order the roster names them.
        open.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        for (at, person) in open {
            let (place, id) = (person.place, person.id.to_string());
            let Some(username) = self.wanted(person, template) else {
                let from = raw_username(person, template).unwrap_or_default();
                self.collide(at, Collision::NoUsername { place, person: id, from });
                continue;
            };
            let lower = username.to_lowercase();
            let collision = if names::RESERVED.contains(&lower.as_str()) || self.observed.rules.blocked.contains(&lower)
            {
                Some(Collision::Reserved { place, person: id, username })
            } else if username.chars().count() > names::LONGEST {
                Some(Collision::TooLong { place, name: username })
            } else if !self.domain_is_taken(&person.email) {
                Some(Collision::Domain { place, address: person.email.to_string() })
            } else if !person.active {
                // Nobody needs an account that may not log in.
                self.settle(at, Found::Nothing);
                None
            } else {
                let free = taken.take_free(&username);
                self.settle(at, Found::New(free.into()));
                None
            };
            if let Some(collision) = collision {
                self.collide(at, collision);
            }
        }
    }

    fn domain_is_taken(&self, address: &str) -> bool {
        takes_domain(self.observed, address)
    }
}

/// Names and addresses are told apart without regard to their case. What is in lower case already is held once.
pub(super) fn lower(text: &SmolStr) -> SmolStr {
    let is_lower = text.chars().all(|c| c.is_ascii() && !c.is_ascii_uppercase());
    if is_lower { text.clone() } else { text.to_lowercase().into() }
}

fn raw_username(person: &Person, template: &Template) -> Option<String> {
    let mailbox = person.email.split('@').next().unwrap_or_default();
    person.username.as_ref().map(SmolStr::to_string).or_else(|| {
        template.fill(|field| match field {
            "login" => &person.login,
            "population" => &person.population,
            "id" => &person.id,
            "mailbox" => mailbox,
            "email" => &person.email,
            _ => &person.name,
        })
    })
}

/// Whether the server takes an address by its domain.
pub(super) fn takes_domain(observed: &Observed, address: &str) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let within = |listed: &String| domain == *listed || domain.ends_with(&format!(".{listed}"));
    let rules = &observed.rules;
    (rules.domains.is_empty() || rules.domains.contains(&domain)) && !rules.refused_domains.iter().any(within)
}

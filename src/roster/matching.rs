//! Which account is whose, and which room is which project's.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use super::collision::Collision;
use super::guard::is_protected;
use super::model::{Person, Roster};
use super::names::{self, Taken, Template, clean};
use super::observed::{Account, Observed, Room};
use super::plan::Note;
use super::state::State;
use crate::config::SyncOptions;

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
pub(super) struct People<'a> {
    pub found: Vec<Found>,
    /// The person's place in the roster, by user id.
    pub by_user: HashMap<&'a str, usize>,
    pub collisions: Vec<Collision>,
    pub notes: Vec<Note>,
}

/// Finds everybody: by what is remembered, by mail address, by username; and names those who are new.
pub(super) fn people<'a>(
    roster: &Roster,
    state: &State,
    observed: &'a Observed,
    options: &SyncOptions,
    template: &Template,
) -> People<'a> {
    let mut finder = Finder::new(roster, state, observed, options);
    finder.shared_addresses();
    finder.remembered();
    finder.by_mail();
    finder.by_username(template);
    finder.newcomers(template);
    finder.people
}

struct Finder<'a, 'r> {
    roster: &'r Roster,
    state: &'r State,
    observed: &'a Observed,
    options: &'r SyncOptions,
    /// The person whose a user id is remembered to be; one in the roster before one who has left.
    bound: HashMap<&'r str, &'r str>,
    /// Ids of the roster.
    known: HashSet<&'r str>,
    settled: Vec<bool>,
    people: People<'a>,
}

impl<'a, 'r> Finder<'a, 'r> {
    fn new(roster: &'r Roster, state: &'r State, observed: &'a Observed, options: &'r SyncOptions) -> Self {
        let known: HashSet<&str> = roster.people.iter().map(|person| person.id.as_str()).collect();
        let mut bound: HashMap<&str, &str> = HashMap::new();
        for (person, of) in &state.people {
            let held = bound.entry(of.user.as_str()).or_insert(person.as_str());
            if !known.contains(*held) {
                *held = person.as_str();
            }
        }
        let number = roster.people.len();
        let people = People { found: vec![Found::Nothing; number], ..People::default() };
        Self { roster, state, observed, options, bound, known, settled: vec![false; number], people }
    }

    fn account(&self, at: usize) -> Option<&'a Account> {
        self.observed.accounts.get(at)
    }

    fn settle(&mut self, person: usize, found: Found) {
        if let Found::Account(at) = found
            && let Some(account) = self.account(at)
        {
            self.people.by_user.insert(account.id.as_str(), person);
        }
        if let (Some(place), Some(settled)) = (self.people.found.get_mut(person), self.settled.get_mut(person)) {
            *place = found;
            *settled = true;
        }
    }

    fn collide(&mut self, person: usize, collision: Collision) {
        self.people.collisions.push(collision);
        self.settle(person, Found::Nothing);
    }

    fn open(&self) -> Vec<(usize, &'r Person)> {
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
        let remembered: HashMap<&str, usize> = left_out
            .filter_map(|(at, (person, _))| Some((self.state.people.get(&person.id)?.user.as_str(), at)))
            .collect();
        if !remembered.is_empty() {
            let accounts = self.observed.accounts.iter();
            let held =
                accounts.filter_map(|account| Some((account.id.as_str(), *remembered.get(account.id.as_str())?)));
            self.people.by_user.extend(held);
        }
    }

    fn remembered(&mut self) {
        let ids: HashMap<&str, usize> =
            self.observed.accounts.iter().enumerate().map(|(at, account)| (account.id.as_str(), at)).collect();
        for (at, person) in self.open() {
            let Some(of) = self.state.people.get(&person.id) else { continue };
            let holder = self.bound.get(of.user.as_str()).copied();
            match ids.get(of.user.as_str()) {
                Some(account) if holder == Some(person.id.as_str()) => self.settle(at, Found::Account(*account)),
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
            let holder = self.people.by_user.get(found.id.as_str()).and_then(|other| self.roster.people.get(*other));
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
            if let Some(gone) = self.bound.get(found.id.as_str()).filter(|id| !self.known.contains(*id)) {
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
            let taken =
                self.people.by_user.contains_key(found.id.as_str()) || self.bound.contains_key(found.id.as_str());
            if taken {
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

/// The room of each project, by the project's place in the roster, and who can't have one.
pub(super) fn rooms<'a>(
    roster: &Roster,
    state: &State,
    rooms: &'a [Room],
    field: &str,
) -> (Vec<Option<&'a Room>>, Vec<(usize, Collision)>) {
    let mut tagged: HashMap<&str, Vec<&Room>> = HashMap::new();
    for room in rooms {
        if let Some(id) = tag(room, field) {
            tagged.entry(id).or_default().push(room);
        }
    }
    let ids: HashMap<&str, &Room> = rooms.iter().map(|room| (room.id.as_str(), room)).collect();
    let projects: HashSet<&str> = roster.projects.iter().map(|project| project.id.as_str()).collect();
    let mut collisions = Vec::new();
    let mut found = Vec::new();
    for (at, project) in roster.projects.iter().enumerate() {
        let mine = tagged.get(project.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let remembered = state.projects.get(project.id.as_str()).and_then(|of| ids.get(of.room.as_str())).copied();
        if let (Some(first), Some(second)) = (mine.first(), mine.get(1)) {
            let (first, second) = (first.title().to_owned(), second.title().to_owned());
            let (place, project) = (project.place, project.id.clone());
            collisions.push((at, Collision::TwoRooms { place, project, first, second }));
        }
        let room = mine.first().copied().or_else(|| {
            // A room that holds another project's id has been given away.
            remembered.filter(|room| tag(room, field).is_none_or(|id| !projects.contains(id)))
        });
        let named = project.room.as_ref().filter(|_| room.is_none());
        let room = room.or_else(|| {
            let named = named?;
            let adopted = rooms.iter().find(|room| room.id == *named || room.name == *named || room.title() == *named);
            let taken = adopted
                .is_some_and(|room| tag(room, field).is_some() || state.projects.values().any(|of| of.room == room.id));
            if adopted.is_none() || taken {
                let (place, room) = (project.place, named.clone());
                collisions.push((at, Collision::NamedRoom { place, project: project.id.clone(), room, taken }));
            }
            adopted.filter(|_| !taken)
        });
        found.push(room);
    }
    (found, collisions)
}

/// The project id that a room holds.
pub(super) fn tag<'r>(room: &'r Room, field: &str) -> Option<&'r str> {
    room.custom_fields.get(field).and_then(serde_json::Value::as_str).filter(|id| !id.is_empty())
}

/// Ids of the rooms whose members have to be read before planning: those that anything may be written to. The members of
/// archived rooms are not told.
#[must_use]
pub fn rooms_to_read(roster: &Roster, state: &State, rooms: &[Room], options: &SyncOptions) -> Vec<String> {
    let (found, _) = self::rooms(roster, state, rooms, &options.field);
    let known: HashSet<&str> = roster.projects.iter().map(|project| project.id.as_str()).collect();
    let left = state.projects.iter().filter(|(project, _)| !known.contains(project.as_str()));
    let left: HashSet<&str> = left.map(|(_, of)| of.room.as_str()).collect();
    let mut wanted: HashSet<&str> = found.into_iter().flatten().map(|room| room.id.as_str()).collect();
    wanted.extend(left);
    let open = rooms.iter().filter(|room| !room.archived && wanted.contains(room.id.as_str()));
    open.map(|room| room.id.clone()).collect()
}

/// User ids and room ids that are remembered and that a listing did not name: lists may leave out who is deactivated and
/// what is archived, so they are asked for one by one.
#[must_use]
pub fn waiting_for(state: &State, accounts: &[Account], rooms: &[Room]) -> (Vec<String>, Vec<String>) {
    let users: HashSet<&str> = accounts.iter().map(|account| account.id.as_str()).collect();
    let listed: HashSet<&str> = rooms.iter().map(|room| room.id.as_str()).collect();
    let people = state.people.values().map(|of| &of.user).filter(|user| !users.contains(user.as_str()));
    let missing = state.projects.values().map(|of| &of.room).filter(|room| !listed.contains(room.as_str()));
    (people.map(SmolStr::to_string).collect(), missing.map(SmolStr::to_string).collect())
}

//! A server that is a value: it refuses what Rocket.Chat refuses (`docs/protocol.md`, section 11).

use std::collections::{BTreeMap, BTreeSet};

use gantry::config::SyncOptions;
use gantry::roster::names::Allowed;
use gantry::roster::{
    Account, Applying, Directory, Failed, Job, Journal, MadeRoom, Members, NewPerson, NewRoom, Observed, Outcome,
    PersonChange, Plan, Role, Room, Roster, Rules, Seat, Silent, State, apply, plan, rooms_to_read,
};
use gantry::setup::ServerError;

pub const SERVICE: &str = "service";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pub accounts: Vec<Account>,
    pub rooms: Vec<Room>,
    /// By room id and user id.
    pub seats: BTreeMap<String, BTreeMap<String, BTreeSet<&'static str>>>,
    pub avatars: BTreeMap<String, String>,
    pub rules: Rules,
    pub channels: Vec<String>,
    pub licence: Option<u64>,
    /// After so many writes every call fails.
    pub left: Option<usize>,
    /// The last write before that took effect, although its answer was lost.
    pub lost_answer: bool,
    pub writes: Vec<String>,
    /// How many steps are taken at once, in an order that the seed makes.
    pub workers: usize,
    pub seed: u64,
    next: usize,
}

fn invalid(reason: &str) -> ServerError {
    ServerError::Invalid { call: "POST".into(), reason: reason.into() }
}

pub fn account(id: &str, username: &str, email: &str) -> Account {
    Account {
        id: id.into(),
        username: username.into(),
        name: username.to_uppercase().into(),
        emails: vec![email.into()],
        active: true,
        kind: "user".into(),
        roles: vec!["user".into()],
    }
}

impl Model {
    pub fn new() -> Self {
        let mut model = Self::default();
        let mut service = account(SERVICE, "gantry", "gantry@example.test");
        service.roles = vec!["admin".into()];
        model.accounts.push(service);
        let mut cat = account("rocket.cat", "rocket.cat", "cat@example.test");
        cat.kind = "bot".into();
        cat.roles = vec!["bot".into()];
        model.accounts.push(cat);
        model
    }

    pub fn observe(&self, roster: &Roster, state: &State, options: &SyncOptions) -> Observed {
        let mut observed = Observed {
            unique_id: Some("server".into()),
            service: SERVICE.into(),
            rules: self.rules.clone(),
            accounts: self.accounts.clone(),
            rooms: self.rooms.clone(),
            channels: self.channels.clone(),
            licence: self.licence,
            ..Observed::default()
        };
        for room in rooms_to_read(roster, state, &self.rooms, options) {
            assert!(!self.room(&room).archived, "the members of an archived room are not told");
            let of = &self.seats[&room];
            let members = if of.contains_key(SERVICE) {
                let seats = of.iter().filter(|(user, _)| self.account(user).active);
                Members::Known(
                    seats
                        .map(|(user, roles)| Seat {
                            user: user.as_str().into(),
                            owner: roles.contains("owner"),
                            moderator: roles.contains("moderator"),
                        })
                        .collect(),
                )
            } else {
                Members::Closed
            };
            observed.members.insert(room, members);
        }
        observed
    }

    pub fn plan(&self, roster: &Roster, state: &State, options: &SyncOptions) -> Plan {
        plan(roster, state, &self.observe(roster, state, options), options).unwrap()
    }

    pub fn apply(&mut self, plan: &Plan, state: &mut State, options: &SyncOptions) -> Outcome {
        self.apply_with(plan, state, options, &mut Silent)
    }

    pub fn apply_with(
        &mut self,
        plan: &Plan,
        state: &mut State,
        options: &SyncOptions,
        journal: &mut dyn Journal,
    ) -> Outcome {
        let mut random = || [7; 64];
        if self.workers < 2 {
            return apply(plan, state, options, self.rules.password, &mut random, self, journal);
        }
        let mut applying = Applying::new(plan, state, options, self.rules.password, &mut random, journal);
        let mut under_way: Vec<(Job<'_>, Option<Result<(), Failed>>)> = Vec::new();
        loop {
            while under_way.len() < self.workers {
                let Some(job) = applying.hand_out() else { break };
                under_way.push((job, None));
            }
            if under_way.is_empty() {
                return applying.finish();
            }
            // Whoever comes first does or tells something next.
            self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(self.seed >> 33).unwrap() % under_way.len();
            if under_way[at].1.is_some() {
                let (job, result) = under_way.swap_remove(at);
                applying.settle(job.number(), result.unwrap());
            } else {
                let job = under_way[at].0.clone();
                under_way[at].1 = Some(job.run(self, &mut |record| applying.remember(&record)));
            }
        }
    }

    /// Plans and applies until a plan brings nothing new, as the command does.
    pub fn sync(&mut self, roster: &Roster, state: &mut State, options: &SyncOptions) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for _ in 0..3 {
            let plan = self.plan(roster, state, options);
            if plan.steps.is_empty() {
                plan.remember(state);
                break;
            }
            outcomes.push(self.apply(&plan, state, options));
        }
        outcomes
    }

    pub fn account(&self, user: &str) -> &Account {
        self.accounts.iter().find(|account| account.id == user).unwrap()
    }

    pub fn named(&self, username: &str) -> &Account {
        self.accounts.iter().find(|account| account.username == username).unwrap()
    }

    pub fn room(&self, room: &str) -> &Room {
        self.rooms.iter().find(|one| one.id == room).unwrap()
    }

    pub fn of_project(&self, project: &str) -> &Room {
        self.rooms.iter().find(|room| room.custom_fields.get("gantryProject") == Some(&project.into())).unwrap()
    }

    pub fn usernames_in(&self, room: &str) -> BTreeSet<String> {
        self.seats[room].keys().map(|user| self.account(user).username.to_string()).collect()
    }

    /// A private room with members, the first of whom owns it.
    pub fn add_room(&mut self, id: &str, name: &str, project: Option<&str>, members: &[&str]) {
        let custom_fields = project.map(|id| ("gantryProject".to_owned(), id.into())).into_iter().collect();
        self.rooms.push(Room { id: id.into(), name: name.into(), custom_fields, ..Room::default() });
        let seats = members.iter().enumerate();
        let role = |at| if at == 0 { ["owner"].into() } else { BTreeSet::new() };
        self.seats.insert(id.into(), seats.map(|(at, user)| ((*user).into(), role(at))).collect());
    }

    fn begin(&mut self, what: String) -> Result<(), ServerError> {
        if let Some(left) = &mut self.left {
            if *left == 0 {
                return Err(ServerError::Unreachable { server: "server".into(), reason: "cut".into() });
            }
            *left -= 1;
        }
        self.writes.push(what);
        Ok(())
    }

    /// The answer of the last write before the cut may get lost.
    fn end(&self) -> Result<(), ServerError> {
        if self.left == Some(0) && self.lost_answer {
            return Err(ServerError::Unreachable { server: "server".into(), reason: "cut".into() });
        }
        Ok(())
    }

    fn fresh(&mut self, kind: &str) -> String {
        self.next += 1;
        format!("{kind}{}", self.next)
    }

    fn account_mut(&mut self, user: &str) -> Result<&mut Account, ServerError> {
        self.accounts.iter_mut().find(|account| account.id == user).ok_or_else(|| invalid("error-invalid-user"))
    }

    /// A room as the service account may write to it.
    fn room_mut(&mut self, room: &str, archived: bool) -> Result<&mut Room, ServerError> {
        if !self.seats.get(room).is_some_and(|seats| seats.contains_key(SERVICE)) {
            return Err(invalid("error-room-not-found"));
        }
        let found = self.rooms.iter_mut().find(|one| one.id == room).unwrap();
        if found.archived && !archived {
            return Err(invalid("error-room-archived"));
        }
        Ok(found)
    }

    fn is_name_taken(&self, name: &str, but: &str) -> bool {
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        self.channels.iter().any(|channel| same(channel))
            || self.rooms.iter().any(|room| room.id != but && (same(&room.name) || same(room.title())))
    }

    fn valid_room_name(&self, name: &str, but: &str) -> Result<(), ServerError> {
        if !self.rules.titles && (name.is_empty() || !name.chars().all(|c| self.rules.rooms.takes(c))) {
            return Err(invalid("error-invalid-room-name"));
        }
        if self.is_name_taken(name, but) { Err(invalid("error-duplicate-channel-name")) } else { Ok(()) }
    }
}

impl Directory for Model {
    fn create_person(&mut self, person: &NewPerson) -> Result<String, ServerError> {
        self.begin(format!("create {}", person.username))?;
        let allowed = Allowed::default();
        if person.username.is_empty() || !person.username.chars().all(|c| allowed.takes(c)) {
            return Err(invalid("error-input-is-not-a-valid-field"));
        }
        let taken = self.accounts.iter().any(|account| {
            account.username.eq_ignore_ascii_case(&person.username)
                || account.emails.iter().any(|email| email.eq_ignore_ascii_case(&person.email))
        });
        if taken {
            return Err(invalid("error-field-unavailable"));
        }
        let id = self.fresh("u");
        let mut made = account(&id, &person.username, &person.email);
        made.name = person.name.as_str().into();
        self.accounts.push(made);
        self.end()?;
        Ok(id)
    }

    fn update_person(&mut self, user: &str, change: &PersonChange) -> Result<(), ServerError> {
        self.begin(format!("update {user}"))?;
        if let Some(email) = &change.email {
            let same = |account: &&Account| account.emails.iter().any(|other| other.eq_ignore_ascii_case(email));
            if self.accounts.iter().filter(same).any(|other| other.id != user) {
                return Err(invalid("error-field-unavailable"));
            }
        }
        let account = self.account_mut(user)?;
        if let Some(name) = &change.name {
            account.name = name.as_str().into();
        }
        if let Some(email) = &change.email {
            account.emails = vec![email.as_str().into()];
        }
        self.end()
    }

    fn set_active(&mut self, user: &str, active: bool, _relinquish: bool) -> Result<(), ServerError> {
        self.begin(format!("active {user} {active}"))?;
        self.account_mut(user)?.active = active;
        self.end()
    }

    fn set_avatar(&mut self, user: &str, url: &str) -> Result<(), ServerError> {
        self.begin(format!("avatar {user}"))?;
        self.avatars.insert(user.into(), url.into());
        self.end()
    }

    fn create_room(&mut self, room: &NewRoom) -> Result<MadeRoom, ServerError> {
        self.begin(format!("room {}", room.title))?;
        self.valid_room_name(&room.title, "")?;
        let id = self.fresh("r");
        let mut seats: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
        seats.insert(SERVICE.into(), ["owner"].into());
        // Names that the server does not know are dropped without a word.
        for name in &room.members {
            if let Some(account) = self.accounts.iter().find(|account| account.username == *name) {
                seats.entry(account.id.to_string()).or_default();
            }
        }
        let members = u64::try_from(seats.len()).ok();
        let custom_fields = [(room.field.clone(), room.project.clone().into())].into_iter().collect();
        let name = if self.rules.titles { id.clone() } else { room.title.clone() };
        let fname = Some(room.title.clone());
        self.rooms.push(Room { id: id.clone(), name, fname, custom_fields, ..Room::default() });
        self.seats.insert(id.clone(), seats);
        self.end()?;
        Ok(MadeRoom { id, members })
    }

    fn set_archived(&mut self, room: &str, archived: bool) -> Result<(), ServerError> {
        self.begin(format!("archived {room} {archived}"))?;
        self.room_mut(room, true)?.archived = archived;
        self.end()
    }

    fn tag_room(&mut self, room: &str, field: &str, project: &str) -> Result<(), ServerError> {
        self.begin(format!("tag {room}"))?;
        self.room_mut(room, false)?.custom_fields.insert(field.into(), project.into());
        self.end()
    }

    fn rename_room(&mut self, room: &str, title: &str) -> Result<(), ServerError> {
        self.begin(format!("rename {room}"))?;
        self.valid_room_name(title, room)?;
        let titles = self.rules.titles;
        let found = self.room_mut(room, false)?;
        if found.title() == title {
            return Err(invalid("the name is the same"));
        }
        found.fname = Some(title.into());
        if !titles {
            found.name = title.into();
        }
        self.end()
    }

    fn describe_room(&mut self, room: &str, description: &str) -> Result<(), ServerError> {
        self.begin(format!("describe {room}"))?;
        self.room_mut(room, false)?.description = description.into();
        self.end()
    }

    fn hide_messages(&mut self, room: &str, types: &[String]) -> Result<(), ServerError> {
        self.begin(format!("hide {room}"))?;
        self.room_mut(room, false)?.hidden = types.to_vec();
        self.end()
    }

    fn invite(&mut self, room: &str, users: &[String]) -> Result<(), ServerError> {
        self.begin(format!("invite {room} {}", users.join(" ")))?;
        self.room_mut(room, false)?;
        if users.iter().any(|user| self.accounts.iter().all(|account| account.id != *user)) {
            return Err(invalid("error-invalid-user"));
        }
        let seats = self.seats.get_mut(room).unwrap();
        for user in users {
            seats.entry(user.clone()).or_default();
        }
        self.end()
    }

    fn remove(&mut self, room: &str, user: &str) -> Result<(), ServerError> {
        self.begin(format!("remove {room} {user}"))?;
        self.room_mut(room, false)?;
        let seats = self.seats.get_mut(room).unwrap();
        let owners = seats.values().filter(|roles| roles.contains("owner")).count();
        if seats.get(user).is_some_and(|roles| roles.contains("owner")) && owners == 1 {
            return Err(invalid("error-you-are-last-owner"));
        }
        seats.remove(user).map(drop).ok_or_else(|| invalid("error-user-not-in-room"))?;
        self.end()
    }

    fn set_role(&mut self, room: &str, user: &str, role: Role, given: bool) -> Result<(), ServerError> {
        self.begin(format!("role {room} {user} {} {given}", role.name()))?;
        self.room_mut(room, false)?;
        let seats = self.seats.get_mut(room).unwrap();
        let roles = seats.get_mut(user).ok_or_else(|| invalid("error-user-not-in-room"))?;
        let changed = if given { roles.insert(role.name()) } else { roles.remove(role.name()) };
        if !changed {
            return Err(invalid("error-user-already-owner"));
        }
        if !given && role == Role::Owner && seats.values().all(|roles| !roles.contains("owner")) {
            return Err(invalid("error-remove-last-owner"));
        }
        self.end()
    }
}

/// A roster of a line for each person and each project: `id login address name` and `id name: member*owner member ...`.
pub fn roster(people: &[&str], projects: &[&str]) -> Roster {
    let people = people.iter().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        serde_json::json!({ "id": words[0], "username": words[1], "email": words[2], "name": words[1].to_uppercase() })
    });
    let projects = projects.iter().map(|line| {
        let (head, members) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
        let (id, name) = head.split_once(' ').unwrap();
        let members = members.split_whitespace().map(|member| {
            let (person, role) = member.split_once('*').unwrap_or((member, "member"));
            serde_json::json!({ "person": person, "role": role })
        });
        serde_json::json!({ "id": id, "name": name, "members": members.collect::<Vec<_>>() })
    });
    let document = serde_json::json!({
        "version": 1, "people": people.collect::<Vec<_>>(), "projects": projects.collect::<Vec<_>>(),
    });
    gantry::roster::json(&document.to_string()).unwrap()
}

/// Options that never stop for the number of removals.
pub fn options() -> SyncOptions {
    SyncOptions { most_removals: 100, ..SyncOptions::default() }
}

//! A server that is a value: it refuses what Rocket.Chat refuses (`docs/protocol.md`, section 13).

use std::collections::{BTreeMap, BTreeSet};

use gantry::config::SyncOptions;
use gantry::roster::{
    Account, Applying, Failed, Job, Journal, Members, Observed, Outcome, Plan, Room, Roster, Rules, Seat, Silent,
    State, apply, plan, rooms_to_read,
};

mod directory;

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
    pub teams: Vec<String>,
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
            teams: self.teams.clone(),
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

//! From a roster and a server to the steps between them.
//!
//! The order is that of doing: people before the rooms they are put into, a room open before anything is written to it,
//! owners before anybody goes, and whoever leaves is taken out of rooms before the account is closed.

mod people;
mod projects;
mod seats;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smol_str::SmolStr;

use super::guard::{self, Guard};
use super::matching::{self, Found, Ids};
use super::model::Roster;
use super::names::{Template, TemplateError};
use super::observed::{Account, Observed};
use super::plan::{Note, Plan, Step, Who};
use super::state::{Record, State};
use crate::config::SyncOptions;

/// Makes the plan. What a collision concerns is in none of its steps, so that the rest may be done on its own.
///
/// # Errors
/// [`TemplateError`] if a template of the options is none.
pub fn plan(roster: &Roster, state: &State, observed: &Observed, options: &SyncOptions) -> Result<Plan, TemplateError> {
    let usernames = Template::parse(&options.username, Template::PERSON)?;
    let rooms = Template::parse(&options.room, Template::PROJECT)?;
    let mut plan = Plan { server: observed.unique_id.clone(), ..Plan::default() };
    let blind = observed.accounts.iter().all(|account| account.emails.is_empty());
    let empty = if roster.people.is_empty() {
        Some("people")
    } else if roster.projects.is_empty() && !state.projects.is_empty() {
        Some("projects")
    } else {
        None
    };
    plan.guards.extend(empty.map(Guard::Empty));
    plan.guards.extend(blind.then_some(Guard::AddressesHidden));
    if !plan.guards.is_empty() {
        return Ok(plan);
    }
    let ids = Ids::new(roster, observed);
    let people = matching::people(&ids, state, observed, options, &usernames);
    let (whos, parts) = (HashMap::new(), Parts::default());
    let mut planner = Planner { roster, state, observed, options, ids, people, whos, plan, parts };
    planner.people();
    planner.projects(&rooms);
    Ok(planner.finish())
}

/// Steps by what they are about, to be put in order.
#[derive(Default)]
struct Parts {
    create: Vec<Step>,
    change: Vec<Step>,
    leave: Vec<Step>,
    rooms: Vec<Step>,
    join: Vec<Step>,
    remove: Vec<Step>,
    archive: Vec<Step>,
    /// How many accounts, memberships and rooms the roster has on the server, to which what goes is compared.
    accounts: usize,
    memberships: usize,
    open_rooms: usize,
}

struct Planner<'a> {
    roster: &'a Roster,
    state: &'a State,
    observed: &'a Observed,
    options: &'a SyncOptions,
    ids: Ids<'a>,
    people: matching::People,
    /// Whom there are steps about, by the person's place in the roster.
    whos: HashMap<usize, Arc<Who>>,
    plan: Plan,
    parts: Parts,
}

impl Planner<'_> {
    fn note(&mut self, code: &'static str, text: String) {
        self.plan.notes.push(Note { code, text });
    }

    fn found(&mut self, record: Record) {
        self.plan.found.push(record);
    }

    fn finish(mut self) -> Plan {
        self.licence();
        let names = |steps: &[Step]| -> Vec<String> {
            let name = |step: &Step| match step {
                Step::Remove { room, who } => Some(format!("{} in {}", who.username, room.title)),
                Step::Deactivate { who, .. } => Some(who.username.to_string()),
                Step::Archive { room } => Some(room.title.to_string()),
                _ => None,
            };
            steps.iter().filter_map(name).collect()
        };
        let percent = self.options.most_removals;
        let parts = self.parts;
        self.plan.guards.extend(Guard::many("accounts", names(&parts.leave), parts.accounts, percent));
        self.plan.guards.extend(Guard::many("memberships", names(&parts.remove), parts.memberships, percent));
        self.plan.guards.extend(Guard::many("rooms", names(&parts.archive), parts.open_rooms, percent));
        let mut steps = parts.create;
        for more in [parts.change, parts.rooms, parts.join, parts.remove, parts.archive, parts.leave] {
            steps.extend(more);
        }
        steps.shrink_to_fit();
        self.plan.steps = steps;
        self.plan.found.shrink_to_fit();
        self.plan.collisions.splice(0..0, self.people.collisions);
        self.plan.notes.extend(self.people.notes);
        let said = self.observed.notes.iter().map(|(code, text)| Note { code, text: text.clone() });
        self.plan.notes.extend(said);
        self.plan.notes.sort();
        self.plan
    }

    /// Where the licence has no room for all newcomers, the first ones by their ids get in.
    fn licence(&mut self) {
        let Some(room) = self.observed.licence else { return };
        let back = |step: &Step| matches!(step, Step::Reactivate { .. });
        let returning = self.parts.change.iter().filter(|step| back(step)).count();
        let wanted = u64::try_from(self.parts.create.len() + returning).unwrap_or(u64::MAX);
        if wanted <= room {
            return;
        }
        self.plan.collisions.push(super::Collision::Licence { wanted, room });
        let fits = usize::try_from(room).unwrap_or(usize::MAX);
        self.parts.change.retain(|step| !back(step));
        let late: HashSet<SmolStr> = self
            .parts
            .create
            .split_off(fits.min(self.parts.create.len()))
            .iter()
            .filter_map(|step| step.who()?.person.clone())
            .collect();
        let stays = |who: &Who| who.person.as_ref().is_none_or(|person| !late.contains(person));
        for step in self.parts.rooms.iter_mut().chain(&mut self.parts.join) {
            if let Step::CreateRoom { members: people, .. } | Step::Invite { people, .. } = step {
                people.retain(|who| stays(who));
            }
        }
        self.parts.join.retain(|step| match step {
            Step::Invite { people, .. } => !people.is_empty(),
            Step::Grant { who, .. } => stays(who),
            _ => true,
        });
    }

    fn is_protected(&self, account: &Account) -> bool {
        guard::is_protected(account, &self.observed.service, &self.options.protect)
    }

    /// What a roster's person is on the server.
    fn place(&self, person: usize) -> Found {
        self.people.found.get(person).cloned().unwrap_or_default()
    }

    /// A roster's person as steps name them, held once however many steps there are.
    fn who(&mut self, at: usize) -> Arc<Who> {
        if let Some(known) = self.whos.get(&at) {
            return known.clone();
        }
        let person = self.roster.people.get(at).map(|person| person.id.clone());
        let (user, username) = match self.place(at) {
            Found::New(username) => (None, username),
            Found::Account(account) => {
                let account = self.observed.accounts.get(account);
                account.map(|account| (Some(account.id.clone()), account.username.clone())).unwrap_or_default()
            }
            Found::Nothing => Default::default(),
        };
        let who = Arc::new(Who { person, user, username });
        self.whos.insert(at, who.clone());
        who
    }
}

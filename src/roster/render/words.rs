//! Steps in words.

use std::sync::Arc;

use crate::roster::plan::{Leaving, Plan, Step, Who};
use crate::roster::{Fate, Outcome};

/// How many there are of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accounts to make.
    pub created: usize,
    /// Accounts to change: name, address or picture.
    pub changed: usize,
    /// Accounts to let in again.
    pub reactivated: usize,
    /// Accounts to lock out.
    pub deactivated: usize,
    /// Rooms to make.
    pub rooms_created: usize,
    /// Rooms to change.
    pub rooms_changed: usize,
    /// Rooms to bring back.
    pub rooms_back: usize,
    /// Rooms to archive.
    pub rooms_archived: usize,
    /// Memberships to give, those of new rooms included.
    pub joined: usize,
    /// Memberships to take.
    pub removed: usize,
    /// Roles to give or take.
    pub roles: usize,
}

impl Counts {
    /// Of a plan's steps.
    #[must_use]
    pub fn of<'s>(steps: impl IntoIterator<Item = &'s Step>) -> Self {
        let mut counts = Self::default();
        for step in steps {
            match step {
                Step::CreatePerson { .. } => counts.created += 1,
                Step::UpdatePerson { .. } | Step::SetAvatar { .. } => counts.changed += 1,
                Step::Reactivate { .. } => counts.reactivated += 1,
                Step::Deactivate { .. } => counts.deactivated += 1,
                Step::CreateRoom { members, .. } => {
                    counts.rooms_created += 1;
                    counts.joined += members.len();
                }
                Step::Unarchive { .. } => counts.rooms_back += 1,
                Step::Archive { .. } => counts.rooms_archived += 1,
                Step::Tag { .. } | Step::Rename { .. } | Step::Describe { .. } | Step::Hide { .. } => {
                    counts.rooms_changed += 1;
                }
                Step::Invite { people, .. } => counts.joined += people.len(),
                Step::Remove { .. } => counts.removed += 1,
                Step::Grant { .. } | Step::Revoke { .. } => counts.roles += 1,
            }
        }
        counts
    }

    /// Those that are not zero, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let parts = [
            (self.created, "account to make", "accounts to make"),
            (self.changed, "change of an account", "changes of accounts"),
            (self.reactivated, "account to let in again", "accounts to let in again"),
            (self.deactivated, "account to deactivate", "accounts to deactivate"),
            (self.rooms_created, "room to make", "rooms to make"),
            (self.rooms_changed, "change of a room", "changes of rooms"),
            (self.rooms_back, "room to bring back", "rooms to bring back"),
            (self.rooms_archived, "room to archive", "rooms to archive"),
            (self.joined, "membership to give", "memberships to give"),
            (self.removed, "membership to take", "memberships to take"),
            (self.roles, "role to set", "roles to set"),
        ];
        let told = parts.iter().filter(|(number, ..)| *number > 0);
        told.map(|(number, one, more)| format!("{number} {}", if *number == 1 { one } else { more }))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The whole plan in a sentence.
#[must_use]
pub fn summary(plan: &Plan) -> String {
    let mut parts = Vec::new();
    match Counts::of(&plan.steps).in_words() {
        words if words.is_empty() => parts.push("Nothing to do".to_owned()),
        words => parts.push(words),
    }
    match plan.collisions.len() {
        0 => {}
        1 => parts.push("1 conflict to decide".to_owned()),
        number => parts.push(format!("{number} conflicts to decide")),
    }
    if !plan.guards.is_empty() {
        parts.push("stopped".to_owned());
    }
    format!("{}.", parts.join("; "))
}

/// What a step is about: an account, or a room.
#[must_use]
pub fn subject(step: &Step) -> &str {
    match (step.room(), step.who()) {
        (Some(room), _) => &room.title,
        (None, Some(who)) => &who.username,
        (None, None) => "",
    }
}

fn names(people: &[Arc<Who>]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = people.iter().take(SHOWN).map(|who| who.username.as_str()).collect();
    match people.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A sign and what happens, without the subject.
pub(super) fn deed(step: &Step) -> (char, String) {
    match step {
        Step::CreatePerson { name, email, .. } => ('+', format!("{name} <{email}>")),
        Step::UpdatePerson { name, email, .. } => {
            let told = [("name", name), ("address", email)].into_iter().filter_map(|(what, change)| {
                let (from, to) = &**change.as_ref()?;
                Some(format!("{what} \"{from}\" becomes \"{to}\""))
            });
            ('~', told.collect::<Vec<_>>().join(", "))
        }
        Step::Reactivate { .. } => ('+', "may log in again".to_owned()),
        Step::SetAvatar { avatar, .. } => ('~', format!("picture {avatar}")),
        Step::Deactivate { leaving: Leaving::Gone, .. } => {
            ('-', "deactivated: the roster does not name this person any more".to_owned())
        }
        Step::Deactivate { leaving: Leaving::Inactive, .. } => {
            ('-', "deactivated: the roster says that this person is not active".to_owned())
        }
        Step::CreateRoom { members, .. } if members.is_empty() => ('+', "a room without members".to_owned()),
        Step::CreateRoom { members, .. } => ('+', format!("a room with {}", names(members))),
        Step::Unarchive { .. } => ('+', "brought back".to_owned()),
        Step::Archive { .. } => ('-', "archived".to_owned()),
        Step::Tag { room } => ('~', format!("holds the id \"{}\" of its project", room.project)),
        Step::Rename { from, .. } => ('~', format!("renamed from \"{from}\"")),
        Step::Describe { description, .. } if description.is_empty() => ('~', "loses its description".to_owned()),
        Step::Describe { description, .. } => ('~', format!("described as \"{description}\"")),
        Step::Hide { hidden, .. } => ('~', format!("hides system messages {}", hidden.join(", "))),
        Step::Invite { people, .. } => ('+', names(people)),
        Step::Grant { who, role, .. } => ('~', format!("{} becomes {}", who.username, role.name())),
        Step::Revoke { who, role, .. } => ('~', format!("{} is {} no longer", who.username, role.name())),
        Step::Remove { who, .. } => ('-', who.username.to_string()),
    }
}

/// What became of a plan, in a sentence.
pub(super) fn ended(outcome: &Outcome) -> String {
    let all = outcome.of;
    if outcome.is_complete() {
        return format!("Done: {all} of {all}.");
    }
    let unknown = outcome.left.iter().filter(|(_, fate)| matches!(fate, Fate::Unknown(_))).count();
    let not = all - outcome.done - unknown;
    let unknown = if unknown == 0 { String::new() } else { format!(", {unknown} unknown") };
    format!("Done: {} of {all}; {not} not done{unknown}.", outcome.done)
}

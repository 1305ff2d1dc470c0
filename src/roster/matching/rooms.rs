//! Which room is which project's.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use crate::config::SyncOptions;
use crate::roster::collision::Collision;
use crate::roster::model::Roster;
use crate::roster::observed::{Account, Room};
use crate::roster::state::State;

/// The room of each project, by the project's place in the roster, and who can't have one.
pub(in crate::roster) fn projects<'a>(
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
pub(in crate::roster) fn tag<'r>(room: &'r Room, field: &str) -> Option<&'r str> {
    room.custom_fields.get(field).and_then(serde_json::Value::as_str).filter(|id| !id.is_empty())
}

/// Ids of the rooms whose members have to be read before planning: those that anything may be written to. The members of
/// archived rooms are not told.
#[must_use]
pub fn rooms_to_read(roster: &Roster, state: &State, rooms: &[Room], options: &SyncOptions) -> Vec<String> {
    let (found, _) = projects(roster, state, rooms, &options.field);
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

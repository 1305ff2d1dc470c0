//! Rooms: made, named, described, archived, brought back.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smol_str::SmolStr;

use super::Planner;
use crate::roster::collision::Collision;
use crate::roster::matching::{self, Found, tag};
use crate::roster::model::{Place, Project, Role};
use crate::roster::names::{self, Taken, Template, is_form_of, slug};
use crate::roster::observed::{Members, Room};
use crate::roster::plan::{RoomRef, Step};
use crate::roster::state::Record;

/// Somebody who is to be in a room.
pub(super) struct Wanted<'a> {
    /// The person's place in the roster.
    pub at: usize,
    /// User id; none before the account is made.
    pub user: Option<&'a SmolStr>,
    pub role: Role,
}

/// Names in use, and who uses them.
struct Names<'a> {
    taken: Taken,
    /// Rooms by their names in lower case.
    rooms: HashMap<String, &'a Room>,
    /// Ids of rooms that are projects' of the roster.
    ours: HashSet<&'a str>,
}

impl<'a> Planner<'a> {
    pub(super) fn projects(&mut self, template: &Template) {
        let (roster, observed) = (self.roster, self.observed);
        let (rooms, collisions) = matching::projects(roster, self.state, &observed.rooms, &self.options.field);
        let blocked: HashSet<usize> = collisions.iter().map(|(at, _)| *at).collect();
        self.plan.collisions.extend(collisions.into_iter().map(|(_, collision)| collision));
        for (project, member) in roster.projects.iter().flat_map(|p| p.members.iter().map(move |m| (p, m))) {
            if !self.ids.people.has(&member.person) {
                self.plan.collisions.push(Collision::UnknownMember {
                    place: member.place,
                    project: project.id.clone(),
                    person: member.person.to_string(),
                });
            }
        }
        let mut names = Names { taken: Taken::default(), rooms: HashMap::new(), ours: HashSet::new() };
        names.ours.extend(rooms.iter().flatten().map(|room| room.id.as_str()));
        observed.channels.iter().for_each(|name| names.taken.take(name));
        for room in &observed.rooms {
            for name in [room.name.as_str(), room.title()] {
                names.taken.take(name);
                names.rooms.insert(name.to_lowercase(), room);
            }
        }
        // The same projects get the same numbers, in whatever order the roster names them.
        let mut order: Vec<(usize, &Project)> = roster.projects.iter().enumerate().collect();
        order.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
        let mut titles = HashMap::new();
        for (at, project) in order.iter().filter(|(at, _)| !blocked.contains(at)) {
            let room = rooms.get(*at).copied().flatten();
            if project.archived && room.is_none() {
                continue;
            }
            match self.title(project, room, template, &mut names) {
                Ok(title) => drop(titles.insert(*at, title)),
                Err(collision) => self.plan.collisions.push(collision),
            }
        }
        for (at, project) in roster.projects.iter().enumerate() {
            let room = rooms.get(at).copied().flatten();
            match (room, titles.remove(&at)) {
                (Some(room), Some(title)) => self.known_room(project, room, title),
                (None, Some(title)) => self.new_room(project, title),
                (_, None) => {}
            }
        }
        self.left_projects(&names.ours);
    }

    /// The name that a project's room is to have.
    fn title(
        &self,
        project: &Project,
        room: Option<&Room>,
        template: &Template,
        names: &mut Names<'_>,
    ) -> Result<String, Collision> {
        let rules = &self.observed.rules;
        let place = project.place;
        let raw = template.fill(|field| if field == "id" { &project.id } else { &project.name }).unwrap_or_default();
        let address = slug(&raw, &rules.rooms);
        if address.is_empty() {
            return Err(Collision::NoRoomName { place, name: raw });
        }
        let title = if rules.titles { raw } else { address };
        if title.chars().count() > names::LONGEST {
            return Err(Collision::TooLong { place, name: title });
        }
        if let Some(room) = room {
            if project.archived || is_form_of(room.title(), &title) {
                return Ok(room.title().to_owned());
            }
            // A name that this run gives free is still in use when another room would take it.
            if [room.title(), &room.name].iter().any(|own| own.to_lowercase() == title.to_lowercase()) {
                return Ok(title);
            }
        }
        let holder = names.rooms.get(&title.to_lowercase()).copied();
        let strange = holder.is_some_and(|other| {
            room.is_none_or(|room| room.id != other.id) && !names.ours.contains(other.id.as_str())
        });
        let channel =
            holder.is_none() && self.observed.channels.iter().any(|name| name.to_lowercase() == title.to_lowercase());
        if strange || channel {
            let archived = holder.is_some_and(|other| other.archived);
            return Err(Collision::RoomName { place, project: project.id.clone(), name: title, archived });
        }
        Ok(names.taken.take_free(&title))
    }

    fn new_room(&mut self, project: &Project, title: String) {
        let room = Arc::new(RoomRef { project: project.id.as_str().into(), room: None, title });
        let mut members = Vec::new();
        let mut roles = Vec::new();
        for Wanted { at, user, role } in self.wanted(project) {
            if user.is_some_and(|user| *user == self.observed.service) {
                continue;
            }
            let who = self.who(at);
            if role > Role::Member {
                roles.push(Step::Grant { room: room.clone(), who: who.clone(), role });
            }
            members.push(who);
        }
        self.parts.join.extend(roles);
        members.shrink_to_fit();
        let hidden = self.options.hide_messages.clone();
        let description = project.description.clone().filter(|text| !text.is_empty());
        self.parts.rooms.push(Step::CreateRoom { room, description, members, hidden });
    }

    fn known_room(&mut self, project: &'a Project, room: &'a Room, title: String) {
        if self.state.projects.get(project.id.as_str()).is_none_or(|of| of.room != room.id) {
            self.found(Record::Room { project: project.id.as_str().into(), room: room.id.as_str().into() });
        }
        let at = Arc::new(RoomRef { project: project.id.as_str().into(), room: Some(room.id.as_str().into()), title });
        self.parts.open_rooms += usize::from(!room.archived);
        if !room.archived && self.observed.members.get(&room.id) == Some(&Members::Closed) {
            let (place, project, name) = (project.place, project.id.clone(), room.title().to_owned());
            return self.plan.collisions.push(Collision::ClosedRoom { place, project, name });
        }
        match (project.archived, room.archived) {
            (true, true) => return,
            (true, false) => return self.parts.archive.push(Step::Archive { room: at }),
            // Who is in an archived room is not told; the next look finds out.
            (false, true) => self.parts.rooms.push(Step::Unarchive { room: at.clone() }),
            (false, false) => {}
        }
        if tag(room, &self.options.field) != Some(&project.id) {
            self.parts.rooms.push(Step::Tag { room: at.clone() });
        }
        if room.title() != at.title.as_str() {
            self.parts.rooms.push(Step::Rename { room: at.clone(), from: room.title().to_owned() });
        }
        if let Some(description) = project.description.as_ref().filter(|text| **text != room.description) {
            self.parts.rooms.push(Step::Describe { room: at.clone(), description: description.clone() });
        }
        if !self.options.hide_messages.iter().all(|kind| room.hidden.contains(kind)) {
            let more = self.options.hide_messages.iter().filter(|kind| !room.hidden.contains(kind));
            let hidden = room.hidden.iter().chain(more).cloned().collect();
            self.parts.rooms.push(Step::Hide { room: at.clone(), hidden });
        }
        if let Some(Members::Known(seats)) = self.observed.members.get(&room.id).filter(|_| !room.archived) {
            self.seats(project, &at, seats);
        }
    }

    /// Who is to be in a project's room: everybody who has an account, or is to have one, and may log in.
    pub(super) fn wanted(&self, project: &Project) -> Vec<Wanted<'a>> {
        let mut wanted = Vec::new();
        for member in &project.members {
            let Some(at) = self.ids.people.place(&member.person) else { continue };
            if self.roster.people.get(at).is_none_or(|person| !person.active) {
                continue;
            }
            let observed = self.observed;
            let user = match self.people.found.get(at) {
                Some(Found::Account(account)) => match observed.accounts.get(*account) {
                    // A protected account that may not log in stays so, and can't be seen in a room.
                    Some(account) if account.active || !self.is_protected(account) => Some(&account.id),
                    _ => continue,
                },
                Some(Found::New(_)) => None,
                Some(Found::Nothing) | None => continue,
            };
            wanted.push(Wanted { at, user, role: member.role });
        }
        wanted
    }

    /// Rooms of projects that the roster does not name any more.
    fn left_projects(&mut self, ours: &HashSet<&str>) {
        let (state, observed) = (self.state, self.observed);
        let known: HashSet<&str> = self.roster.projects.iter().map(|project| project.id.as_str()).collect();
        let rooms: HashMap<&str, &Room> = observed.rooms.iter().map(|room| (room.id.as_str(), room)).collect();
        for (project, of) in state.projects.iter().filter(|(project, _)| !known.contains(project.as_str())) {
            let room = rooms.get(of.room.as_str()).filter(|room| !room.archived && !ours.contains(room.id.as_str()));
            if let Some(room) = room {
                let title = room.title().to_owned();
                if observed.members.get(&room.id) == Some(&Members::Closed) {
                    let (place, project) = (Place::Whole, project.to_string());
                    self.plan.collisions.push(Collision::ClosedRoom { place, project, name: title });
                    continue;
                }
                let room = RoomRef { project: project.clone(), room: Some(room.id.as_str().into()), title };
                self.parts.open_rooms += 1;
                self.parts.archive.push(Step::Archive { room: Arc::new(room) });
            }
        }
        for room in observed.rooms.iter().filter(|room| !room.archived) {
            let Some(id) = tag(room, &self.options.field) else { continue };
            if !known.contains(id) && !state.projects.contains_key(id) {
                let text = format!(
                    "the room {} is of the project \"{id}\", which neither the roster nor the state knows; it stays",
                    room.title()
                );
                self.note("room-unknown", text);
            }
        }
    }
}

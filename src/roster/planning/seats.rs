//! Who is in a room and who is to be.

use std::collections::HashMap;
use std::sync::Arc;

use smol_str::SmolStr;

use super::Planner;
use super::projects::Wanted;
use crate::config::ByHand;
use crate::roster::matching::Found;
use crate::roster::model::{Project, Role};
use crate::roster::observed::Seat;
use crate::roster::plan::{RoomRef, Step, Who};
use crate::roster::state::Record;

/// One call adds so many people at most: an answer that takes longer than a proxy waits is an answer lost.
const BATCH: usize = 100;

impl<'a> Planner<'a> {
    pub(super) fn seats(&mut self, project: &Project, room: &Arc<RoomRef>, seats: &'a [Seat]) {
        let wanted = self.wanted(project);
        let by_user: HashMap<&str, Role> =
            wanted.iter().filter_map(|one| Some((one.user?.as_str(), one.role))).collect();
        let seated: HashMap<&str, &Seat> = seats.iter().map(|seat| (seat.user.as_str(), seat)).collect();
        let service = self.observed.service.as_str();
        if let Some(seat) = seated.get(service).filter(|seat| !seat.owner) {
            let username = self.username(&seat.user);
            let who = Arc::new(Who { person: None, user: Some(seat.user.clone()), username });
            self.parts.join.push(Step::Grant { room: room.clone(), who, role: Role::Owner });
        }
        self.join(project, room, &wanted, &seated);
        let state = self.state;
        let mine = state.projects.get(project.id.as_str()).filter(|of| Some(&of.room) == room.room.as_ref());
        let remembered: HashMap<&str, &str> = mine
            .into_iter()
            .flat_map(|of| &of.members)
            .filter_map(|person| Some((state.people.get(person)?.user.as_str(), person.as_str())))
            .collect();
        for seat in seats.iter().filter(|seat| seat.user != service && !by_user.contains_key(seat.user.as_str())) {
            let Some((account, found)) = self.ids.accounts.get(&seat.user) else { continue };
            if self.is_protected(found) {
                continue;
            }
            let at = self.people.holder(account);
            // Whoever a collision concerns is left alone, and so is a member whose account is about to be closed.
            let left_alone = at.is_some_and(|at| self.place(at) == Found::Nothing);
            let still_member = at.and_then(|at| self.roster.people.get(at)).is_some_and(|person| {
                !person.active && project.members.iter().any(|member| member.person == person.id)
            });
            if left_alone || still_member {
                continue;
            }
            let ours = remembered.get(seat.user.as_str()).copied();
            self.parts.memberships += usize::from(ours.is_some());
            if ours.is_none() && self.options.by_hand == ByHand::Keep {
                continue;
            }
            let person = ours.map(SmolStr::new).or_else(|| Some(self.roster.people.get(at?)?.id.clone()));
            let who = Arc::new(Who { person, user: Some(seat.user.clone()), username: self.username(&seat.user) });
            self.parts.memberships += usize::from(ours.is_none());
            self.parts.remove.push(Step::Remove { room: room.clone(), who });
        }
    }

    fn username(&self, user: &str) -> SmolStr {
        self.ids.accounts.get(user).map(|(_, account)| account.username.clone()).unwrap_or_default()
    }

    fn join(&mut self, project: &Project, room: &Arc<RoomRef>, wanted: &[Wanted<'_>], seated: &HashMap<&str, &Seat>) {
        let mut invited: Vec<Arc<Who>> = Vec::new();
        let mut roles: Vec<Step> = Vec::new();
        let mut there: Vec<SmolStr> = Vec::new();
        let remembered = self.state.projects.get(project.id.as_str()).filter(|of| Some(&of.room) == room.room.as_ref());
        for Wanted { at, user, role } in wanted {
            if user.is_some_and(|user| *user == self.observed.service) {
                continue;
            }
            let Some(seat) = user.and_then(|user| seated.get(user.as_str())) else {
                let who = self.who(*at);
                let grant = || Step::Grant { room: room.clone(), who: who.clone(), role: *role };
                roles.extend((*role > Role::Member).then(grant));
                invited.push(who);
                continue;
            };
            self.parts.memberships += 1;
            let person = self.roster.people.get(*at).map(|person| person.id.clone()).unwrap_or_default();
            if remembered.is_none_or(|of| !of.members.contains(&person)) {
                there.push(person);
            }
            let protected = matches!(self.place(*at), Found::Account(account)
                if self.observed.accounts.get(account).is_some_and(|account| self.is_protected(account)));
            for (of, has) in [(Role::Owner, seat.owner), (Role::Moderator, seat.moderator)] {
                if *role == of && !has {
                    roles.push(Step::Grant { room: room.clone(), who: self.who(*at), role: of });
                }
            }
            for (of, has) in [(Role::Owner, seat.owner), (Role::Moderator, seat.moderator)] {
                if *role != of && has && !protected {
                    roles.push(Step::Revoke { room: room.clone(), who: self.who(*at), role: of });
                }
            }
        }
        if !there.is_empty() {
            there.shrink_to_fit();
            self.found(Record::Joined { project: project.id.as_str().into(), people: there });
        }
        let batches = invited.chunks(BATCH).map(|people| Step::Invite { room: room.clone(), people: people.to_vec() });
        self.parts.join.extend(batches);
        self.parts.join.extend(roles);
    }
}

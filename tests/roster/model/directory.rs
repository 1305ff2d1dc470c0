//! Writes to it, and what it refuses.

use std::collections::{BTreeMap, BTreeSet};

use gantry::roster::names::Allowed;
use gantry::roster::{Account, Directory, MadeRoom, NewPerson, NewRoom, PersonChange, Role, Room};
use gantry::setup::ServerError;

use super::{Model, SERVICE, account};

fn invalid(reason: &str) -> ServerError {
    ServerError::Invalid { call: "POST".into(), reason: reason.into() }
}

impl Model {
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
        let is_team = self.teams.iter().any(|team| team.eq_ignore_ascii_case(&person.username));
        if taken || is_team {
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

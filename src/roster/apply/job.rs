//! A step with all that it takes, to be done by whoever is free.

use secrecy::SecretString;
use smol_str::SmolStr;

use crate::config::SyncOptions;
use crate::roster::directory::{Directory, NewPerson, NewRoom, PersonChange};
use crate::roster::password::{PasswordPolicy, RANDOM_BYTES, password};
use crate::roster::plan::{RoomRef, Step, Who};
use crate::roster::state::{Record, State};
use crate::setup::ServerError;

const NO_ACCOUNT: &str = "the account was not made";
const NO_ROOM: &str = "the room was not made";
const SOME_ACCOUNTS: &str = "some of the accounts were not made";

/// How a step that did not work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The server would not, or could not.
    Server(ServerError),
    /// It builds on a step that was not done.
    Waits(&'static str),
}

impl From<ServerError> for Failed {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

/// A step that may be taken now. It may cross to another thread; what it did is told where the state is kept.
#[derive(Clone, Debug)]
pub struct Job<'p> {
    number: usize,
    step: &'p Step,
    options: &'p SyncOptions,
    user: SmolStr,
    room: SmolStr,
    /// Whom a room is made with, or who joins one, and their user ids.
    people: Vec<(&'p Who, SmolStr)>,
    password: Option<SecretString>,
}

/// Takes in what was done, to be remembered.
pub type Remember<'r> = dyn FnMut(Record) + 'r;

impl<'p> Job<'p> {
    /// Finds the ids that a step needs, which steps before it may have made.
    pub(super) fn new(
        number: usize,
        step: &'p Step,
        state: &State,
        options: &'p SyncOptions,
        policy: PasswordPolicy,
        random: &mut dyn FnMut() -> [u8; RANDOM_BYTES],
    ) -> Result<Self, &'static str> {
        let makes_person = matches!(step, Step::CreatePerson { .. });
        let makes_room = matches!(step, Step::CreateRoom { .. });
        let user = match step.who().filter(|_| !makes_person) {
            Some(who) => user(state, who).ok_or(NO_ACCOUNT)?,
            None => SmolStr::default(),
        };
        let room = match step.room().filter(|_| !makes_room) {
            Some(at) => room(state, at).ok_or(NO_ROOM)?,
            None => SmolStr::default(),
        };
        let people: Vec<(&Who, SmolStr)> = match step {
            // Whose account was not made would be dropped by the server without a word.
            Step::CreateRoom { members: people, .. } | Step::Invite { people, .. } => {
                people.iter().filter_map(|who| Some((&**who, self::user(state, who)?))).collect()
            }
            _ => Vec::new(),
        };
        if matches!(step, Step::Invite { .. }) && people.is_empty() {
            return Err(NO_ACCOUNT);
        }
        let password = makes_person.then(|| password(policy, &random()));
        Ok(Self { number, step, options, user, room, people, password })
    }

    /// Which step of the plan it is.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// The step.
    #[must_use]
    pub fn step(&self) -> &'p Step {
        self.step
    }

    /// Does it.
    ///
    /// # Errors
    /// [`Failed`]; what was remembered before that was done.
    pub fn run(&self, directory: &mut dyn Directory, remember: &mut Remember<'_>) -> Result<(), Failed> {
        let (user, room) = (self.user.as_str(), self.room.as_str());
        match self.step {
            Step::CreatePerson { who, name, email } => self.create_person(who, name, email, directory, remember)?,
            Step::UpdatePerson { name, email, .. } => {
                let change = PersonChange {
                    name: name.as_ref().map(|change| change.1.to_string()),
                    email: email.as_ref().map(|change| change.1.to_string()),
                };
                directory.update_person(user, &change)?;
            }
            Step::Reactivate { .. } => directory.set_active(user, true, false)?,
            Step::Deactivate { .. } => directory.set_active(user, false, self.options.relinquish)?,
            Step::SetAvatar { who, avatar } => {
                directory.set_avatar(user, avatar)?;
                if let Some(person) = &who.person {
                    remember(Record::Avatar { person: person.clone(), avatar: avatar.clone() });
                }
            }
            Step::CreateRoom { room, description, hidden, .. } => {
                self.create_room(room, description.as_deref(), hidden, directory, remember)?;
            }
            Step::Unarchive { .. } => directory.set_archived(room, false)?,
            Step::Archive { .. } => directory.set_archived(room, true)?,
            Step::Tag { room: at } => directory.tag_room(room, &self.options.field, &at.project)?,
            Step::Rename { room: at, .. } => directory.rename_room(room, &at.title)?,
            Step::Describe { description, .. } => directory.describe_room(room, description)?,
            Step::Hide { hidden, .. } => directory.hide_messages(room, hidden)?,
            Step::Invite { room: at, people } => {
                let users: Vec<String> = self.people.iter().map(|(_, user)| user.to_string()).collect();
                directory.invite(room, &users)?;
                remember(Record::Joined { project: at.project.clone(), people: self.persons() });
                if self.people.len() < people.len() {
                    return Err(Failed::Waits(SOME_ACCOUNTS));
                }
            }
            Step::Grant { role, .. } => directory.set_role(room, user, *role, true)?,
            Step::Revoke { role, .. } => directory.set_role(room, user, *role, false)?,
            Step::Remove { room: at, who } => {
                directory.remove(room, user)?;
                if let Some(person) = &who.person {
                    remember(Record::Left { project: at.project.clone(), person: person.clone() });
                }
            }
        }
        Ok(())
    }

    fn persons(&self) -> Vec<SmolStr> {
        self.people.iter().filter_map(|(who, _)| who.person.clone()).collect()
    }

    fn create_person(
        &self,
        who: &Who,
        name: &str,
        email: &str,
        directory: &mut dyn Directory,
        remember: &mut Remember<'_>,
    ) -> Result<(), Failed> {
        let person = NewPerson {
            username: who.username.to_string(),
            name: name.to_owned(),
            email: email.to_owned(),
            password: self.password.clone().unwrap_or_default(),
        };
        let user = directory.create_person(&person)?;
        if let Some(person) = &who.person {
            remember(Record::Person { person: person.clone(), user: user.into() });
        }
        Ok(())
    }

    fn create_room(
        &self,
        room: &RoomRef,
        description: Option<&str>,
        hidden: &[String],
        directory: &mut dyn Directory,
        remember: &mut Remember<'_>,
    ) -> Result<(), Failed> {
        let new = NewRoom {
            title: room.title.clone(),
            members: self.people.iter().map(|(who, _)| who.username.to_string()).collect(),
            field: self.options.field.clone(),
            project: room.project.to_string(),
        };
        let made = directory.create_room(&new)?;
        remember(Record::Room { project: room.project.clone(), room: made.id.as_str().into() });
        let all = u64::try_from(self.people.len() + 1).ok();
        if made.members.is_none() || made.members == all {
            let people = self.persons();
            if !people.is_empty() {
                remember(Record::Joined { project: room.project.clone(), people });
            }
        }
        if let Some(description) = description {
            directory.describe_room(&made.id, description)?;
        }
        if !hidden.is_empty() {
            directory.hide_messages(&made.id, hidden)?;
        }
        Ok(())
    }
}

fn user(state: &State, who: &Who) -> Option<SmolStr> {
    who.user.clone().or_else(|| Some(state.people.get(who.person.as_ref()?)?.user.clone()))
}

fn room(state: &State, room: &RoomRef) -> Option<SmolStr> {
    room.room.clone().or_else(|| Some(state.projects.get(&room.project)?.room.clone()))
}

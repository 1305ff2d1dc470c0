//! Takes the steps of a plan. What one step is refused for does not keep the others from being taken; what would meet
//! every further call ends the run.

use super::directory::{Directory, NewPerson, NewRoom, PersonChange};
use super::journal::{Event, Journal};
use super::outcome::{Cause, Fate, Outcome};
use super::password::{PasswordPolicy, RANDOM_BYTES, password};
use super::plan::{Plan, RoomRef, Step, Who};
use super::state::{Record, State};
use crate::config::SyncOptions;
use crate::setup::ServerError;

const NO_ACCOUNT: &str = "the account was not made";
const NO_ROOM: &str = "the room was not made";

/// How a step that did not work ends.
enum Failed {
    Server(ServerError),
    Waits(&'static str),
}

impl From<ServerError> for Failed {
    fn from(error: ServerError) -> Self {
        Self::Server(error)
    }
}

struct Run<'a> {
    state: &'a mut State,
    directory: &'a mut dyn Directory,
    journal: &'a mut dyn Journal,
    options: &'a SyncOptions,
    policy: PasswordPolicy,
    random: &'a mut dyn FnMut() -> [u8; RANDOM_BYTES],
}

/// Takes the steps of a plan, whatever its collisions and guards are: asking about those comes before. `state` is told of
/// all that is done, and `random` gives fresh random bytes each time.
pub fn apply(
    plan: &Plan,
    state: &mut State,
    options: &SyncOptions,
    policy: PasswordPolicy,
    random: &mut dyn FnMut() -> [u8; RANDOM_BYTES],
    directory: &mut dyn Directory,
    journal: &mut dyn Journal,
) -> Outcome {
    *state = plan.remembered(state);
    let mut run = Run { state, directory, journal, options, policy, random };
    for record in &plan.found {
        run.journal.record(&Event::Remember(record));
    }
    let mut outcome = Outcome::default();
    let of = plan.steps.len();
    for (at, step) in plan.steps.iter().enumerate() {
        if outcome.stopped.is_some() {
            outcome.items.push((step.clone(), Fate::NotDone(Cause::NotReached)));
            continue;
        }
        run.journal.record(&Event::Writing { step, number: at + 1, of });
        let fate = match run.take(step) {
            Ok(()) => Fate::Done,
            Err(Failed::Waits(on)) => Fate::NotDone(Cause::Waits(on)),
            Err(Failed::Server(error)) => {
                let unknown = is_unknown(&error);
                if ends_everything(&error) {
                    run.journal.record(&Event::Stopped { error: &error });
                    outcome.stopped = Some(error.clone());
                }
                if unknown { Fate::Unknown(error) } else { Fate::NotDone(Cause::Server(error)) }
            }
        };
        run.journal.record(&Event::Settled { step, fate: &fate });
        outcome.items.push((step.clone(), fate));
    }
    outcome
}

fn is_unknown(error: &ServerError) -> bool {
    matches!(error, ServerError::TimedOut { .. } | ServerError::Cut { .. } | ServerError::Failed { .. })
}

fn ends_everything(error: &ServerError) -> bool {
    let one = matches!(error, ServerError::Refused { .. } | ServerError::Unknown { .. } | ServerError::Invalid { .. });
    !one && !is_unknown(error)
}

impl Run<'_> {
    fn take(&mut self, step: &Step) -> Result<(), Failed> {
        match step {
            Step::CreatePerson { who, name, email } => self.create_person(who, name, email)?,
            Step::UpdatePerson { who, name, email } => {
                let change = PersonChange {
                    name: name.as_ref().map(|(_, to)| to.clone()),
                    email: email.as_ref().map(|(_, to)| to.clone()),
                };
                self.directory.update_person(&self.user(who)?, &change)?;
            }
            Step::Reactivate { who } => self.directory.set_active(&self.user(who)?, true, false)?,
            Step::Deactivate { who, .. } => {
                self.directory.set_active(&self.user(who)?, false, self.options.relinquish)?;
            }
            Step::SetAvatar { who, avatar } => {
                self.directory.set_avatar(&self.user(who)?, avatar)?;
                if let Some(person) = &who.person {
                    self.remember(Record::Avatar { person: person.clone(), avatar: avatar.clone() });
                }
            }
            Step::CreateRoom { room, description, members, hidden } => {
                self.create_room(room, description.as_deref(), members, hidden)?;
            }
            Step::Unarchive { room } => self.directory.set_archived(&self.room(room)?, false)?,
            Step::Archive { room } => self.directory.set_archived(&self.room(room)?, true)?,
            Step::Tag { room } => {
                self.directory.tag_room(&self.room(room)?, &self.options.field, &room.project)?;
            }
            Step::Rename { room, .. } => self.directory.rename_room(&self.room(room)?, &room.title)?,
            Step::Describe { room, description } => {
                self.directory.describe_room(&self.room(room)?, description)?;
            }
            Step::Hide { room, hidden } => self.directory.hide_messages(&self.room(room)?, hidden)?,
            Step::Invite { room, people } => self.invite(room, people)?,
            Step::Grant { room, who, role } => {
                self.directory.set_role(&self.room(room)?, &self.user(who)?, *role, true)?;
            }
            Step::Revoke { room, who, role } => {
                self.directory.set_role(&self.room(room)?, &self.user(who)?, *role, false)?;
            }
            Step::Remove { room, who } => {
                self.directory.remove(&self.room(room)?, &self.user(who)?)?;
                if let Some(person) = &who.person {
                    self.remember(Record::Left { project: room.project.clone(), person: person.clone() });
                }
            }
        }
        Ok(())
    }

    fn remember(&mut self, record: Record) {
        self.state.record(&record);
        self.journal.record(&Event::Remember(&record));
    }

    fn user(&self, who: &Who) -> Result<String, Failed> {
        let remembered = || Some(self.state.people.get(who.person.as_ref()?)?.user.clone());
        who.user.clone().or_else(remembered).ok_or(Failed::Waits(NO_ACCOUNT))
    }

    fn room(&self, room: &RoomRef) -> Result<String, Failed> {
        let remembered = || Some(self.state.projects.get(&room.project)?.room.clone());
        room.room.clone().or_else(remembered).ok_or(Failed::Waits(NO_ROOM))
    }

    fn create_person(&mut self, who: &Who, name: &str, email: &str) -> Result<(), Failed> {
        let password = password(self.policy, &(self.random)());
        let person =
            NewPerson { username: who.username.clone(), name: name.to_owned(), email: email.to_owned(), password };
        let user = self.directory.create_person(&person)?;
        if let Some(person) = &who.person {
            self.remember(Record::Person { person: person.clone(), user });
        }
        Ok(())
    }

    fn create_room(
        &mut self,
        room: &RoomRef,
        description: Option<&str>,
        members: &[Who],
        hidden: &[String],
    ) -> Result<(), Failed> {
        // Whose account was not made would be dropped by the server without a word.
        let members: Vec<&Who> = members.iter().filter(|who| self.user(who).is_ok()).collect();
        let new = NewRoom {
            title: room.title.clone(),
            members: members.iter().map(|who| who.username.clone()).collect(),
            field: self.options.field.clone(),
            project: room.project.clone(),
        };
        let made = self.directory.create_room(&new)?;
        self.remember(Record::Room { project: room.project.clone(), room: made.id.clone() });
        let all = u64::try_from(members.len() + 1).ok();
        if made.members.is_none() || made.members == all {
            let people: Vec<String> = members.iter().filter_map(|who| who.person.clone()).collect();
            if !people.is_empty() {
                self.remember(Record::Joined { project: room.project.clone(), people });
            }
        }
        if let Some(description) = description {
            self.directory.describe_room(&made.id, description)?;
        }
        if !hidden.is_empty() {
            self.directory.hide_messages(&made.id, hidden)?;
        }
        Ok(())
    }

    fn invite(&mut self, room: &RoomRef, people: &[Who]) -> Result<(), Failed> {
        let id = self.room(room)?;
        let known: Vec<(&Who, String)> = people.iter().filter_map(|who| Some((who, self.user(who).ok()?))).collect();
        if known.is_empty() {
            return Err(Failed::Waits(NO_ACCOUNT));
        }
        let users: Vec<String> = known.iter().map(|(_, user)| user.clone()).collect();
        self.directory.invite(&id, &users)?;
        let joined: Vec<String> = known.iter().filter_map(|(who, _)| who.person.clone()).collect();
        self.remember(Record::Joined { project: room.project.clone(), people: joined });
        if known.len() < people.len() { Err(Failed::Waits("some of the accounts were not made")) } else { Ok(()) }
    }
}

//! What is remembered between runs, for each server.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Which account is whose and which room is which project's, on one server. Lost, it is found again from mail addresses
/// and the rooms' custom fields; what is lost with it is who has left meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Version of the file's format, 1.
    pub version: u32,
    /// `uniqueID` of the server; none before the first apply.
    pub server: Option<String>,
    /// By id of the person.
    pub people: BTreeMap<SmolStr, PersonState>,
    /// By id of the project.
    pub projects: BTreeMap<SmolStr, ProjectState>,
}

/// What is remembered of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonState {
    /// User id.
    pub user: SmolStr,
    /// URL of the picture that was set last; the server does not tell where a picture came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<SmolStr>,
}

/// What is remembered of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectState {
    /// Room id.
    pub room: SmolStr,
    /// Ids of the people who are members because the roster said so; any other member was added by hand.
    #[serde(default)]
    pub members: BTreeSet<SmolStr>,
}

/// Something that was done, as a line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Record {
    /// An account is a person's.
    Person {
        /// Id of the person.
        person: SmolStr,
        /// User id.
        user: SmolStr,
    },
    /// A picture was set.
    Avatar {
        /// Id of the person.
        person: SmolStr,
        /// Its URL.
        avatar: SmolStr,
    },
    /// A room is a project's.
    Room {
        /// Id of the project.
        project: SmolStr,
        /// Room id.
        room: SmolStr,
    },
    /// People are members.
    Joined {
        /// Id of the project.
        project: SmolStr,
        /// Ids of the people.
        people: Vec<SmolStr>,
    },
    /// Somebody is no member any more.
    Left {
        /// Id of the project.
        project: SmolStr,
        /// Id of the person.
        person: SmolStr,
    },
}

/// A state file or journal that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// It is not as it was written.
    #[error("the roster's state can't be read: {0}")]
    Unreadable(String),
    /// It is another server's.
    #[error("the roster's state is of the server {expected}, and this is {found}")]
    OtherServer {
        /// `uniqueID` in the state.
        expected: String,
        /// `uniqueID` of the server.
        found: String,
    },
}

impl State {
    /// Reads a state file.
    ///
    /// # Errors
    /// [`StateError::Unreadable`].
    pub fn parse(text: &str) -> Result<Self, StateError> {
        let state: Self = serde_json::from_str(text).map_err(|error| StateError::Unreadable(error.to_string()))?;
        if state.version == 1 {
            return Ok(state.dense());
        }
        Err(StateError::Unreadable(format!("its version is {}", state.version)))
    }

    /// Trees that grew entry by entry are half empty; made of what is sorted already, they are full.
    fn dense(self) -> Self {
        let full = |of: ProjectState| ProjectState { members: of.members.into_iter().collect(), ..of };
        Self {
            people: self.people.into_iter().collect(),
            projects: self.projects.into_iter().map(|(id, of)| (id, full(of))).collect(),
            ..self
        }
    }

    /// The text of a state file, as it is to be serialised.
    #[must_use]
    pub fn file(&self) -> impl Serialize + '_ {
        #[derive(Serialize)]
        struct File<'s> {
            version: u32,
            server: &'s Option<String>,
            people: &'s BTreeMap<SmolStr, PersonState>,
            projects: &'s BTreeMap<SmolStr, ProjectState>,
        }

        File { version: 1, server: &self.server, people: &self.people, projects: &self.projects }
    }

    /// Refuses another server than the one in the state.
    ///
    /// # Errors
    /// [`StateError::OtherServer`].
    pub fn recognise(&self, unique_id: Option<&str>) -> Result<(), StateError> {
        match (self.server.as_deref(), unique_id) {
            (Some(expected), found) if Some(expected) != found => Err(StateError::OtherServer {
                expected: expected.to_owned(),
                found: found.unwrap_or("unknown").to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Takes something in that was done.
    pub fn record(&mut self, record: &Record) {
        match record {
            Record::Person { person, user } => {
                let of = self.people.entry(person.clone()).or_default();
                if of.user != *user {
                    *of = PersonState { user: user.clone(), avatar: None };
                }
            }
            Record::Avatar { person, avatar } => {
                if let Some(of) = self.people.get_mut(person) {
                    of.avatar = Some(avatar.clone());
                }
            }
            Record::Room { project, room } => {
                let of = self.projects.entry(project.clone()).or_default();
                if of.room != *room {
                    *of = ProjectState { room: room.clone(), members: BTreeSet::new() };
                }
            }
            Record::Joined { project, people } => {
                if let Some(of) = self.projects.get_mut(project) {
                    of.members.extend(people.iter().cloned());
                }
            }
            Record::Left { project, person } => {
                if let Some(of) = self.projects.get_mut(project) {
                    of.members.remove(person);
                }
            }
        }
    }

    /// Takes in what an interrupted run left: one record a line. A last line that was cut was not done for the state, and
    /// is found again on the server.
    ///
    /// # Errors
    /// [`StateError::Unreadable`] if a line before the last one can't be read.
    pub fn replay(&mut self, journal: &str) -> Result<(), StateError> {
        let lines: Vec<&str> = journal.lines().filter(|line| !line.trim().is_empty()).collect();
        let cut = !journal.ends_with('\n');
        for (at, line) in lines.iter().enumerate() {
            match serde_json::from_str::<Record>(line) {
                Ok(record) => self.record(&record),
                Err(_) if cut && at + 1 == lines.len() => {}
                Err(error) => {
                    return Err(StateError::Unreadable(format!("line {} of the journal: {error}", at + 1)));
                }
            }
        }
        Ok(())
    }
}

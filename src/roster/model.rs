//! A roster that has been read and checked.

use std::fmt;

use smol_str::SmolStr;

/// People and projects. Every id is unique in its list and not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the order of the source.
    pub people: Vec<Person>,
    /// In the order of the source.
    pub projects: Vec<Project>,
}

/// Somebody who is to have an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Never changes, whatever else does.
    pub id: SmolStr,
    /// Login in the CMS; may be empty where a username is given.
    pub login: SmolStr,
    /// Where the CMS keeps the person; may be empty.
    pub population: SmolStr,
    /// The one mail address.
    pub email: SmolStr,
    /// As it is shown.
    pub name: SmolStr,
    /// Wished for in place of the template's.
    pub username: Option<SmolStr>,
    /// URL of a picture that the server fetches.
    pub avatar: Option<SmolStr>,
    /// URL or path of the person's profile page.
    pub profile: Option<SmolStr>,
    /// May log in.
    pub active: bool,
    /// Where it stands in the source.
    pub place: Place,
}

/// A project, which is to have a private room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// Never changes, whatever else does.
    pub id: String,
    /// As it is shown.
    pub name: String,
    /// Of the room; none leaves what the room has.
    pub description: Option<String>,
    /// The project rests, and its room with it.
    pub archived: bool,
    /// Id or name of a private room that is this project's already.
    pub room: Option<String>,
    /// Each person once.
    pub members: Vec<Member>,
    /// Where it stands in the source.
    pub place: Place,
}

/// Somebody in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Id of the person.
    pub person: SmolStr,
    /// What they are in the room.
    pub role: Role,
    /// Where it stands in the source.
    pub place: Place,
}

/// What a member is in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads and writes.
    #[default]
    Member,
    /// Rocket.Chat's moderator.
    Moderator,
    /// Rocket.Chat's owner.
    Owner,
}

/// Where something stands in the source of a roster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Nowhere in particular.
    #[default]
    Whole,
    /// A person of a JSON roster, counted from 0.
    Person(u32),
    /// A project of a JSON roster, counted from 0.
    Project(u32),
    /// A project of a JSON roster and a member of it, each counted from 0.
    Member(u32, u32),
    /// A line of a CSV file, counted from 1.
    Line(Table, u32),
}

/// A CSV file of a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// `members.csv`.
    Members,
    /// `people.csv`.
    People,
    /// `projects.csv`.
    Projects,
}

impl Table {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Members => "members.csv",
            Self::People => "people.csv",
            Self::Projects => "projects.csv",
        }
    }
}

impl Role {
    /// The word in a roster, and Rocket.Chat's for the two that are roles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Owner => "owner",
        }
    }

    /// The word in Rocket.Chat's routes; none for a member without a role.
    #[must_use]
    pub fn route(self) -> Option<&'static str> {
        match self {
            Self::Member => None,
            Self::Moderator => Some("Moderator"),
            Self::Owner => Some("Owner"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => write!(f, "the roster"),
            Self::Person(at) => write!(f, "people[{at}]"),
            Self::Project(at) => write!(f, "projects[{at}]"),
            Self::Member(project, at) => write!(f, "projects[{project}].members[{at}]"),
            Self::Line(table, line) => write!(f, "{} line {line}", table.name()),
        }
    }
}

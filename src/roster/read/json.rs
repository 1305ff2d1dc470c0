//! A roster as one JSON document.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::de::{Read, StrRead};

use super::check::{Checker, some, whole_name};
use super::{Place, RosterError};
use crate::roster::model::{Member, Person, Project, Role, Roster};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    counts: Option<Counts>,
    people: Rows<JsonPerson>,
    projects: Rows<JsonProject>,
    #[serde(rename = "$schema")]
    _schema: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    people: Option<usize>,
    projects: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonPerson {
    id: String,
    login: Option<String>,
    population: Option<String>,
    email: Option<String>,
    name: Option<String>,
    firstname: Option<String>,
    lastname: Option<String>,
    username: Option<String>,
    avatar: Option<String>,
    profile: Option<String>,
    active: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonProject {
    id: String,
    name: String,
    description: Option<String>,
    archived: Option<bool>,
    room: Option<String>,
    members: Vec<JsonMember>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum JsonMember {
    Id(String),
    Row(JsonRow),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JsonRow {
    person: String,
    role: Option<JsonRole>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum JsonRole {
    Member,
    Moderator,
    Owner,
}

/// A row as it is written.
trait Row {
    /// As it is kept.
    type Kept;

    fn read(self, at: u32) -> Self::Kept;
}

/// A list of which one row at a time is there as it is written.
struct Rows<R: Row>(Vec<R::Kept>);

impl<'de, R: Row + Deserialize<'de>> Deserialize<'de> for Rows<R> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reading<R>(PhantomData<R>);

        impl<'de, R: Row + Deserialize<'de>> Visitor<'de> for Reading<R> {
            type Value = Rows<R>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = list.next_element::<R>()? {
                    let at = u32::try_from(rows.len()).unwrap_or(u32::MAX);
                    rows.push(row.read(at));
                }
                Ok(Rows(rows))
            }
        }

        from.deserialize_seq(Reading(PhantomData))
    }
}

impl Row for JsonPerson {
    type Kept = Person;

    fn read(self, at: u32) -> Person {
        read_person(self, at)
    }
}

impl Row for JsonProject {
    type Kept = Project;

    fn read(self, at: u32) -> Project {
        read_project(self, at)
    }
}

/// Reads a roster in JSON; the form is `docs/roster.schema.json`.
///
/// # Errors
/// [`RosterError`] with everything that is wrong; one that ends early is no JSON, and so never half a roster.
pub fn json(text: &str) -> Result<Roster, RosterError> {
    json_from(StrRead::new(text.trim_start_matches('\u{feff}')))
}

/// The same of a source that is read bit by bit.
///
/// # Errors
/// [`RosterError`], as of [`json`]; what the source could not give is told like a wrong text.
pub fn json_from<'de>(source: impl Read<'de>) -> Result<Roster, RosterError> {
    let mut deserializer = serde_json::Deserializer::new(source);
    let document = Document::deserialize(&mut deserializer).and_then(|document| deserializer.end().map(|()| document));
    let document = document.map_err(|error| {
        let cut = if error.is_eof() { "; it ends too early, as a broken download does" } else { "" };
        RosterError::one(Place::Whole, format!("it is not as the schema says: {error}{cut}"))
    })?;
    if document.version != 1 {
        let text = format!("this Gantry reads version 1 of the form, not {}", document.version);
        return Err(RosterError::one(Place::Whole, text));
    }
    let mut checker = Checker::default();
    let (Rows(people), Rows(projects)) = (document.people, document.projects);
    if let Some(counts) = &document.counts {
        for (what, told, found) in
            [("people", counts.people, people.len()), ("projects", counts.projects, projects.len())]
        {
            if let Some(told) = told.filter(|told| *told != found) {
                checker.wrong(Place::Whole, format!("`counts` tells of {told} {what}, and there are {found}"));
            }
        }
    }
    checker.finish(Roster { people, projects })
}

fn read_person(person: JsonPerson, at: u32) -> Person {
    Person {
        id: person.id.trim().into(),
        login: some(person.login).unwrap_or_default(),
        population: some(person.population).unwrap_or_default(),
        email: some(person.email).unwrap_or_default(),
        name: whole_name(person.name, person.firstname, person.lastname),
        username: some(person.username),
        avatar: some(person.avatar),
        profile: some(person.profile),
        active: person.active.unwrap_or(true),
        place: Place::Person(at),
    }
}

fn read_project(project: JsonProject, at: u32) -> Project {
    let member = |(member, row): (JsonMember, u32)| {
        let (person, role) = match member {
            JsonMember::Id(person) => (person, None),
            JsonMember::Row(row) => (row.person, row.role),
        };
        let role = match role {
            None | Some(JsonRole::Member) => Role::Member,
            Some(JsonRole::Moderator) => Role::Moderator,
            Some(JsonRole::Owner) => Role::Owner,
        };
        Member { person: person.trim().into(), role, place: Place::Member(at, row) }
    };
    Project {
        id: project.id.trim().to_owned(),
        name: project.name.split_whitespace().collect::<Vec<_>>().join(" "),
        description: project.description.map(|text| text.trim().to_owned()),
        archived: project.archived.unwrap_or(false),
        room: some(project.room).map(Into::into),
        members: project.members.into_iter().zip(0..).map(member).collect(),
        place: Place::Project(at),
    }
}

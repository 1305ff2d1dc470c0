//! A roster as one JSON document.

use serde::Deserialize;

use super::check::{Checker, some, whole_name};
use super::{Place, RosterError};
use crate::roster::model::{Member, Person, Project, Role, Roster};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    counts: Option<Counts>,
    people: Vec<JsonPerson>,
    projects: Vec<JsonProject>,
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

/// Reads a roster in JSON; the form is `docs/roster.schema.json`.
///
/// # Errors
/// [`RosterError`] with everything that is wrong; one that ends early is no JSON, and so never half a roster.
pub fn json(text: &str) -> Result<Roster, RosterError> {
    let document: Document = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let cut = if error.is_eof() { "; it ends too early, as a broken download does" } else { "" };
        RosterError::one(Place::Whole, format!("it is not as the schema says: {error}{cut}"))
    })?;
    if document.version != 1 {
        let text = format!("this Gantry reads version 1 of the form, not {}", document.version);
        return Err(RosterError::one(Place::Whole, text));
    }
    let mut checker = Checker::default();
    if let Some(counts) = &document.counts {
        for (what, told, found) in
            [("people", counts.people, document.people.len()), ("projects", counts.projects, document.projects.len())]
        {
            if let Some(told) = told.filter(|told| *told != found) {
                checker.wrong(Place::Whole, format!("`counts` tells of {told} {what}, and there are {found}"));
            }
        }
    }
    let people = document.people.into_iter().zip(0..).map(|(person, at)| read_person(person, at)).collect();
    let projects = document.projects.into_iter().zip(0..).map(|(project, at)| read_project(project, at)).collect();
    checker.finish(Roster { people, projects })
}

fn read_person(person: JsonPerson, at: u32) -> Person {
    Person {
        id: person.id.trim().to_owned(),
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
        Member { person: person.trim().to_owned(), role, place: Place::Member(at, row) }
    };
    Project {
        id: project.id.trim().to_owned(),
        name: project.name.split_whitespace().collect::<Vec<_>>().join(" "),
        description: project.description.map(|text| text.trim().to_owned()),
        archived: project.archived.unwrap_or(false),
        room: some(project.room),
        members: project.members.into_iter().zip(0..).map(member).collect(),
        place: Place::Project(at),
    }
}

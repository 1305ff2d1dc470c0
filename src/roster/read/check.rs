//! What makes a row acceptable, whatever file it came from.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use super::{Place, Problem, RosterError};
use crate::roster::model::{Person, Project, Roster};

/// The longest text of a row; nothing that a person writes is longer, and Rocket.Chat's own limits are below it.
const LONGEST: usize = 1000;

#[derive(Default)]
pub(super) struct Checker {
    pub problems: Vec<Problem>,
}

impl Checker {
    pub fn wrong(&mut self, place: Place, text: impl Into<String>) {
        self.problems.push(Problem { place, text: text.into() });
    }

    fn text(&mut self, place: Place, key: &str, text: &str) {
        if text.chars().any(char::is_control) {
            self.wrong(place, format!("`{key}` holds a control character or a line break"));
        }
        if text.chars().count() > LONGEST {
            self.wrong(place, format!("`{key}` is longer than {LONGEST} characters"));
        }
    }

    fn needed(&mut self, place: Place, key: &str, text: &str) {
        if text.is_empty() {
            self.wrong(place, format!("`{key}` is missing or empty"));
        }
        self.text(place, key, text);
    }

    fn person(&mut self, person: &Person) {
        let place = person.place;
        self.needed(place, "id", &person.id);
        self.needed(place, "name", &person.name);
        self.needed(place, "email", &person.email);
        if !person.email.is_empty() && !is_address(&person.email) {
            self.wrong(place, format!("`email`: \"{}\" is no mail address", person.email));
        }
        self.text(place, "login", &person.login);
        self.text(place, "population", &person.population);
        self.text(place, "username", person.username.as_deref().unwrap_or_default());
        if person.login.is_empty() && person.username.is_none() {
            self.wrong(place, "there is neither `login` nor `username`");
        }
        if let Some(avatar) = &person.avatar {
            self.text(place, "avatar", avatar);
            if !is_web(avatar) {
                self.wrong(place, format!("`avatar`: \"{avatar}\" is no address that begins with https:// or http://"));
            }
        }
        if let Some(profile) = &person.profile {
            self.text(place, "profile", profile);
            if !is_web(profile) && (!profile.starts_with('/') || profile.starts_with("//")) {
                self.wrong(
                    place,
                    format!("`profile`: \"{profile}\" is neither a path like /members/raf nor an address"),
                );
            }
        }
    }

    fn project(&mut self, project: &Project) {
        let place = project.place;
        self.needed(place, "id", &project.id);
        self.needed(place, "name", &project.name);
        self.text(place, "room", project.room.as_deref().unwrap_or_default());
        if project.description.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
            self.wrong(place, format!("`description` is longer than {LONGEST} characters"));
        }
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for member in &project.members {
            self.needed(member.place, "person", &member.person);
            if let Some(first) = seen.insert(member.person.as_str(), member.place) {
                let text = format!("\"{}\" is in \"{}\" already, at {first}", member.person, project.id);
                self.wrong(member.place, text);
            }
        }
    }

    fn twice<'a>(&mut self, rows: impl Iterator<Item = (&'a str, Place)>) {
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for (id, place) in rows.filter(|(id, _)| !id.is_empty()) {
            match seen.get(id) {
                Some(first) => self.wrong(place, format!("the id \"{id}\" is taken by {first}")),
                None => drop(seen.insert(id, place)),
            }
        }
    }

    pub fn finish(mut self, mut roster: Roster) -> Result<Roster, RosterError> {
        shrink(&mut roster);
        roster.people.iter().for_each(|person| self.person(person));
        roster.projects.iter().for_each(|project| self.project(project));
        self.twice(roster.people.iter().map(|person| (person.id.as_str(), person.place)));
        self.twice(roster.projects.iter().map(|project| (project.id.as_str(), project.place)));
        if self.problems.is_empty() {
            return Ok(roster);
        }
        self.problems.sort_by_key(|problem| problem.place);
        Err(RosterError { problems: self.problems })
    }
}

/// Gives back what reading took to spare, and keeps each long id once: a roster may be large.
fn shrink(roster: &mut Roster) {
    let long = |id: &SmolStr| id.is_heap_allocated();
    let mut persons: HashSet<SmolStr> = roster.people.iter().map(|person| person.id.clone()).filter(long).collect();
    for project in &mut roster.projects {
        project.members.shrink_to_fit();
        for member in project.members.iter_mut().filter(|member| long(&member.person)) {
            if let Some(known) = persons.get(&member.person) {
                member.person = known.clone();
            } else {
                persons.insert(member.person.clone());
            }
        }
    }
    roster.people.shrink_to_fit();
    roster.projects.shrink_to_fit();
}

/// As much of an address's form as Rocket.Chat's own check wants: one `@`, and a domain with a dot or not.
fn is_address(text: &str) -> bool {
    let fine = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>,;\"()".contains(c));
    let mut parts = text.split('@');
    let (local, domain) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    parts.next().is_none() && fine(local) && fine(domain) && !domain.starts_with('.') && !domain.ends_with('.')
}

fn is_web(text: &str) -> bool {
    ["https://", "http://"].iter().any(|start| text.strip_prefix(start).is_some_and(|rest| !rest.is_empty()))
}

/// A person's name, made of its parts where it is not given whole.
pub(super) fn whole_name(name: Option<String>, first: Option<String>, last: Option<String>) -> SmolStr {
    let parts = || [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(parts);
    name.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

/// A text without blanks around it; none if nothing is left.
pub(super) fn some(text: Option<String>) -> Option<SmolStr> {
    text.map(|text| SmolStr::new(text.trim())).filter(|text| !text.is_empty())
}

//! Rosters: JSON, or three tables with a line `---` between them.

use gantry::config::SyncOptions;
use gantry::roster::{self, CsvTexts, Observed, Place, Roster, State};
use serde_json::de::IoRead;
use serde_json::{Value, json};

/// A roster of two people and one project.
pub const SMALL: &str = r#"{"version":1,"people":[
    {"id":"p1","login":"alice","population":"team","email":"alice@example.org","firstname":"Alice","lastname":"A","profile":"/team/a"},
    {"id":"p2","login":"bob","email":"bob@example.org","username":"bob","active":false}],
    "projects":[{"id":"j1","name":"Projet Alpha","members":["p1",{"person":"p2","role":"owner"}]}]}"#;

/// An accepted roster is the same after it has been written as JSON and read again, and when it is read bit by bit; ids in
/// it are unique, and a plan for an empty server is made of it; a refused one is told.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = if text.trim_start().starts_with(['{', '\u{feff}']) {
        let whole = roster::json(text);
        let by_bits = roster::json_from(IoRead::new(text.trim_start_matches('\u{feff}').as_bytes()));
        assert_eq!(by_bits.ok(), whole.as_ref().ok().cloned(), "read bit by bit");
        whole
    } else {
        let mut parts = text.split("---\n");
        let mut part = || parts.next().unwrap_or_default();
        roster::csv(CsvTexts { people: part(), projects: part(), members: part() })
    };
    match read {
        Ok(found) => accepted(&found),
        Err(error) => assert!(!error.problems.is_empty()),
    }
}

fn accepted(found: &Roster) {
    for (at, person) in found.people.iter().enumerate() {
        assert!(!person.id.is_empty());
        assert!(found.people.iter().take(at).all(|other| other.id != person.id), "{} is there twice", person.id);
    }
    for (at, project) in found.projects.iter().enumerate() {
        assert!(!project.id.is_empty());
        assert!(found.projects.iter().take(at).all(|other| other.id != project.id), "{} is there twice", project.id);
    }
    let written = written(found).to_string();
    let again = roster::json(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(without_places(again), without_places(found.clone()), "{written}");
    planned(found, &State::default(), &Observed::default());
}

fn written(roster: &Roster) -> Value {
    let people: Vec<Value> = roster
        .people
        .iter()
        .map(|person| {
            json!({ "id": person.id, "login": person.login, "population": person.population, "email": person.email,
                "name": person.name, "username": person.username, "avatar": person.avatar,
                "profile": person.profile, "active": person.active })
        })
        .collect();
    let projects: Vec<Value> = roster
        .projects
        .iter()
        .map(|project| {
            let members: Vec<Value> = project
                .members
                .iter()
                .map(|member| json!({ "person": &*member.person, "role": member.role.name() }))
                .collect();
            json!({ "id": project.id, "name": project.name, "description": project.description,
                "archived": project.archived, "room": project.room, "members": members })
        })
        .collect();
    json!({ "version": 1, "people": people, "projects": projects })
}

fn without_places(mut roster: Roster) -> Roster {
    for person in &mut roster.people {
        person.place = Place::Whole;
    }
    for project in &mut roster.projects {
        project.place = Place::Whole;
        for member in &mut project.members {
            member.place = Place::Whole;
        }
    }
    roster
}

/// The plan is made and shown, and is the same the second time; the map of people is an object of texts.
pub fn planned(found: &Roster, state: &State, observed: &Observed) {
    let options = SyncOptions::default();
    let (Ok(plan), Ok(again)) =
        (roster::plan(found, state, observed, &options), roster::plan(found, state, observed, &options))
    else {
        panic!("the default templates are none");
    };
    let told = |plan| serde_json::to_string(&roster::render::json(plan)).unwrap_or_default();
    assert_eq!(told(&plan), told(&again), "a plan depends on its inputs only");
    drop((roster::render::text(&plan), roster::render::markdown(&plan)));
    let mut known = state.clone();
    for (person, at) in found.people.iter().zip(0..) {
        known.record(&roster::Record::Person { person: person.id.clone(), user: format!("user-{at}").into() });
    }
    let map = roster::people_map(found, &known, &observed.accounts);
    assert!(map.as_object().is_some_and(|map| map.values().all(Value::is_string)));
}

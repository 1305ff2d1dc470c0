//! `docs/roster.md` and the schema say what the code does.

use std::collections::BTreeSet;

use gantry::config::SyncOptions;
use gantry::roster::{SCHEMA, State, json};
use serde_json::Value;

use super::model::Model;

const HANDBOOK: &str = include_str!("../../docs/roster.md");

#[test]
fn the_example_is_a_roster() {
    let example = HANDBOOK.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let roster = json(example).unwrap();
    assert_eq!((roster.people.len(), roster.projects[0].members.len()), (2, 2));
}

#[test]
fn the_example_from_ametys_gets_the_usernames_of_its_manual() {
    let example = HANDBOOK.split("```json\n").nth(2).unwrap().split("```").next().unwrap();
    let plan = Model::new().plan(&json(example).unwrap(), &State::default(), &SyncOptions::default());
    let names: Vec<&str> = plan.steps.iter().filter_map(|step| Some(step.who()?.username.as_str())).collect();
    assert_eq!(names, ["cpetit_ldap", "raf_utilisateur-local", "raf_utilisateur-local"], "two accounts, one owner");
    assert!(plan.collisions.is_empty() && plan.guards.is_empty());
}

#[test]
fn the_configuration_is_one() {
    let example = HANDBOOK.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let text = format!("version = 1\nserver = \"https://c.test\"\norigins = [\"https://p.test\"]\n{example}");
    let (config, notes) = gantry::config::Config::parse(&text).unwrap();
    assert_eq!((config.sync, notes), (gantry::config::SyncOptions::default(), Vec::new()));
}

#[test]
fn the_schema_has_the_fields_that_are_read_and_no_other() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let told = |document: &str| json(document).unwrap_err().to_string();
    for (pointer, document) in [
        ("/properties", "{\"?\": 1}"),
        ("/$defs/person/properties", "{\"version\": 1, \"people\": [{\"?\": 1}]}"),
        ("/$defs/project/properties", "{\"version\": 1, \"people\": [], \"projects\": [{\"?\": 1}]}"),
    ] {
        let fields: BTreeSet<&str> =
            schema.pointer(pointer).unwrap().as_object().unwrap().keys().map(String::as_str).collect();
        // serde names every field that it knows.
        let error = told(document);
        let known: BTreeSet<&str> = error.split("expected").nth(1).unwrap().split('`').skip(1).step_by(2).collect();
        assert_eq!(fields, known, "{pointer}");
    }
}

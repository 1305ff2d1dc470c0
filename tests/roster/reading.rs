use gantry::roster::{CsvTexts, Place, Role, Roster, csv, json};

fn read(people: &str, projects: &str, members: &str) -> Result<Roster, gantry::roster::RosterError> {
    csv(CsvTexts { people, projects, members })
}

const PEOPLE: &str = "id,login,population,email,name\n1,raf,local,raf@example.test,Raf Utilisateur\n";
const PROJECTS: &str = "id,name\np,Projet Alpha\n";
const MEMBERS: &str = "project,person,role\np,1,owner\n";

#[test]
fn both_forms_read_the_same() {
    let tables = read(PEOPLE, PROJECTS, MEMBERS).unwrap();
    let mut document = json(
        r#"{"version": 1, "people": [{"id": "1", "login": "raf", "population": "local", "email": "raf@example.test",
            "firstname": "Raf", "lastname": "Utilisateur"}],
            "projects": [{"id": "p", "name": "Projet Alpha", "members": [{"person": "1", "role": "owner"}]}]}"#,
    )
    .unwrap();
    assert_eq!(document.people[0].place, Place::Person(0));
    assert_eq!(document.projects[0].members[0].role, Role::Owner);
    document.people[0].place = tables.people[0].place;
    document.projects[0].place = tables.projects[0].place;
    document.projects[0].members[0].place = tables.projects[0].members[0].place;
    assert_eq!(document, tables);
}

#[test]
fn a_spreadsheet_in_french_is_read() {
    let people = "\u{feff}ID;Username;Email;Firstname;Lastname;Active\r\n1;chloe;chloe@example.test;Chlo\u{e9};\"Petit; Martin\";non\r\n";
    let roster = read(people, "id;name\n", "project;person\n").unwrap();
    assert_eq!((roster.people[0].name.as_str(), roster.people[0].active), ("Chlo\u{e9} Petit; Martin", false));
}

#[test]
fn every_mistake_is_told_with_its_row() {
    let people = "id,login,email,name,avatar,profile,active\n\
        1,raf,raf@example.test,Raf,,,\n\
        1,eve,eve example.test,,ftp://x,//evil.test,maybe\n\
        ,,x@y,N,,,\n";
    let members = "project,person,role\nq,1,\np,1,boss\np,1,\n";
    let error = read(people, PROJECTS, members).unwrap_err().to_string();
    assert_eq!(
        error,
        "the roster has 11 mistakes
  members.csv line 2: there is no project \"q\" in projects.csv
  members.csv line 3: `role` must be member, moderator or owner, not \"boss\"
  members.csv line 4: \"1\" is in \"p\" already, at members.csv line 3
  people.csv line 3: `active` must be true or false, not \"maybe\"
  people.csv line 3: `name` is missing or empty
  people.csv line 3: `email`: \"eve example.test\" is no mail address
  people.csv line 3: `avatar`: \"ftp://x\" is no address that begins with https:// or http://
  people.csv line 3: `profile`: \"//evil.test\" is neither a path like /members/raf nor an address
  people.csv line 3: the id \"1\" is taken by people.csv line 2
  people.csv line 4: `id` is missing or empty
  people.csv line 4: there is neither `login` nor `username`"
    );
}

#[test]
fn a_table_that_was_cut_is_refused() {
    let cut = &PEOPLE[..PEOPLE.len() - 4];
    let error = read(cut, PROJECTS, MEMBERS).unwrap_err().to_string();
    assert!(error.contains("people.csv line 2: the last line has no end: the file may have been cut"), "{error}");
    let error = read("id,login,email,name\n1,raf\n", PROJECTS, MEMBERS).unwrap_err().to_string();
    assert!(error.contains("people.csv line 2: the line has 2 columns, and the first line has 4"), "{error}");
    let error = read("", PROJECTS, MEMBERS).unwrap_err().to_string();
    assert!(error.contains("people.csv line 1: the file is empty"), "{error}");
    let error = read("id,mail,name\n", PROJECTS, MEMBERS).unwrap_err().to_string();
    assert!(error.contains("people.csv line 1: there is no column `mail`; known are id, login"), "{error}");
    assert!(error.contains("people.csv line 1: the column `email` is missing"), "{error}");
}

#[test]
fn a_document_that_was_cut_or_misspelt_is_refused() {
    for (text, told) in [
        (r#"{"version": 1, "people": [{"id": "1""#, "it ends too early, as a broken download does"),
        (r#"{"version": 2, "people": [], "projects": []}"#, "this Gantry reads version 1 of the form, not 2"),
        (r#"{"version": 1, "people": [], "project": []}"#, "unknown field `project`"),
        (
            r#"{"version": 1, "counts": {"people": 3}, "people": [], "projects": []}"#,
            "`counts` tells of 3 people, and there are 0",
        ),
    ] {
        let error = json(text).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    let error = json(r#"{"version": 1, "people": [], "projects": [{"id": "p", "name": "P", "members": ["a", "a"]}]}"#);
    assert_eq!(
        error.unwrap_err().to_string(),
        "the roster has 1 mistake\n  projects[0].members[1]: \"a\" is in \"p\" already, at projects[0].members[0]"
    );
}

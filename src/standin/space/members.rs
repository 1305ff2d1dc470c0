//! The demo project's members: the stand-in's people, with what a profile page tells of them.

use serde_json::{Map, Value};

use super::texts::Language;

/// A member of the demo's project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name that Rocket.Chat knows the member by.
    pub username: String,
    /// The name that people read.
    pub name: String,
    /// Rocket.Chat's id of the member, where it is known.
    pub user_id: Option<String>,
}

/// What the member does in the project, by username, in English and French.
const ROLES: &[(&str, &str, &str)] = &[
    ("alice", "Project lead", "Cheffe de projet"),
    ("bob", "Software architect", "Architecte logiciel"),
    ("chloe", "User research", "Recherche utilisateur"),
    ("raf_utilisateur-local", "Quality and tests", "Qualité et tests"),
    ("admin", "Platform team", "Équipe plateforme"),
];

impl Member {
    /// A member by username, name and, where known, Rocket.Chat's user id.
    #[must_use]
    pub fn new(username: &str, name: &str, user_id: Option<&str>) -> Self {
        Self { username: username.to_owned(), name: name.to_owned(), user_id: user_id.map(str::to_owned) }
    }

    /// What the member does in the project.
    #[must_use]
    pub fn role(&self, language: Language) -> &'static str {
        let role = ROLES.iter().find(|(username, ..)| *username == self.username);
        match (role, language) {
            (Some((_, english, _)), Language::English) => english,
            (Some((_, _, french)), Language::French) => french,
            (None, Language::English) => "Member",
            (None, Language::French) => "Membre",
        }
    }

    /// The first letters of the first two words of the name.
    #[must_use]
    pub fn initials(&self) -> String {
        self.name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
    }

    /// The path of the member's page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/members/{}", self.username)
    }

    /// The member's address; the domain is reserved for examples.
    #[must_use]
    pub fn mail(&self) -> String {
        format!("{}@example.org", self.username)
    }
}

/// The map from persons to pages: each member by username and, where known, by user id.
#[must_use]
pub fn people_json(members: &[Member]) -> Value {
    let mut people = Map::new();
    for member in members {
        people.insert(member.username.clone(), Value::String(member.path()));
        if let Some(id) = &member.user_id {
            people.insert(id.clone(), Value::String(member.path()));
        }
    }
    Value::Object(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_by_username_and_by_user_id() {
        let people = people_json(&[Member::new("bob", "Bob Durand", Some("b0b")), Member::new("eve", "Eve", None)]);
        assert_eq!(people, serde_json::json!({"bob": "/members/bob", "b0b": "/members/bob", "eve": "/members/eve"}));
    }

    #[test]
    fn initials_are_the_first_letters_of_two_words() {
        assert_eq!(Member::new("chloe", "Chloé de Petit", None).initials(), "Cd");
        assert_eq!(Member::new("admin", "Administrateur", None).initials(), "A");
        assert_eq!(Member::new("x", "", None).initials(), "");
    }
}

//! From a person in the chat to an address, one question at a time.
//!
//! Order: the people map (by username, then by user id), the page's resolver, the template. Where only a user id is
//! known, who it belongs to is taken from what the frame has said, and asked of the server last.

use super::template::Template;
use crate::protocol::{Person, TextId, Texts};

/// What must be asked next; the shell answers with the method of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Does the people map have this key?
    Map(TextId),
    /// What does the page's resolver say of this person?
    Resolver,
    /// Whose user id is this, by what the frame has told, else by the server?
    Username(TextId),
    /// Found: this address, still to be checked against the allowed origins.
    Found(String),
    /// Nobody knows this person.
    Unknown,
}

/// What the page offers to find people by.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// Whether there is a people map.
    pub map: bool,
    /// Whether there is a resolver.
    pub resolver: bool,
    /// The template.
    pub template: Option<Template>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    MapByUsername,
    MapById,
    WhoIsThat,
    Resolver,
    Template,
    Over,
}

/// A search for one person's page.
#[derive(Clone, Debug)]
pub struct Search {
    person: Person,
    lang: TextId,
    step: Step,
    asked_who: bool,
}

impl Search {
    /// Begins a search.
    #[must_use]
    pub fn new(person: Person, lang: TextId) -> Self {
        Self { person, lang, step: Step::MapByUsername, asked_who: false }
    }

    /// The person searched for; the username may have been learnt meanwhile.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The next question. Each is asked once: without an answer, the one after it comes.
    pub fn next(&mut self, ways: &Ways, texts: &mut impl Texts) -> Question {
        let Person { username, user_id, room, .. } = self.person;
        let unnamed = !username.is_some() && user_id.is_some() && !self.asked_who;
        loop {
            let step = self.step;
            self.step = match step {
                Step::MapByUsername => Step::MapById,
                Step::MapById => Step::WhoIsThat,
                Step::WhoIsThat => Step::Resolver,
                Step::Resolver => Step::Template,
                Step::Template | Step::Over => Step::Over,
            };
            match step {
                Step::MapByUsername if ways.map && username.is_some() => return Question::Map(username),
                Step::MapById if ways.map && user_id.is_some() => return Question::Map(user_id),
                Step::WhoIsThat => {
                    let needed = ways.map || ways.template.as_ref().is_some_and(Template::needs_username);
                    // A resolver gets the person as the frame named it: it may well know user ids.
                    if unnamed && needed && !ways.resolver {
                        return self.ask_who();
                    }
                }
                Step::Resolver if ways.resolver => return Question::Resolver,
                Step::Template => {
                    if let Some(template) = &ways.template {
                        let values = [username, user_id, room, self.lang].map(|text| texts.text(text));
                        if let Some(url) = template.fill(&values) {
                            return Question::Found(url);
                        }
                        if unnamed && !self.asked_who {
                            return self.ask_who();
                        }
                    }
                }
                Step::Over => return Question::Unknown,
                _ => {}
            }
        }
    }

    fn ask_who(&mut self) -> Question {
        self.asked_who = true;
        Question::Username(self.person.user_id)
    }

    /// The username that belongs to the person's user id has been learnt: the search goes on with it.
    pub fn learn_username(&mut self, username: TextId) {
        self.person.username = username;
        self.step = Step::MapByUsername;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::protocol::texts::Table;

    /// A search, told in letters.
    struct Story {
        search: Search,
        ways: Ways,
        texts: Table,
    }

    impl Story {
        fn new(username: &str, user_id: &str, map: bool, resolver: bool, template: &str) -> Self {
            let mut texts = Table::default();
            let [username, user_id, lang] = [username, user_id, "fr"].map(|text| texts.number(text));
            let person = Person { username, user_id, ..Person::default() };
            let ways = Ways { map, resolver, template: Template::parse(template).ok() };
            Self { search: Search::new(person, lang), ways, texts }
        }

        fn by_id(map: bool, resolver: bool, template: &str) -> Self {
            Self::new("", "u1", map, resolver, template)
        }

        fn by_name(map: bool, resolver: bool, template: &str) -> Self {
            Self::new("bob", "", map, resolver, template)
        }

        fn next(&mut self) -> String {
            match self.search.next(&self.ways, &mut self.texts) {
                Question::Map(key) => format!("map {}", self.texts.text(key)),
                Question::Resolver => "resolver".into(),
                Question::Username(id) => format!("username {}", self.texts.text(id)),
                Question::Found(url) => format!("found {url}"),
                Question::Unknown => "unknown".into(),
            }
        }

        fn learn_bob(&mut self) {
            let bob = self.texts.number("bob");
            self.search.learn_username(bob);
        }
    }

    #[test]
    fn a_template_answers_at_once() {
        assert_eq!(Story::by_name(false, false, "/m/{username}").next(), "found /m/bob");
        assert_eq!(Story::by_name(false, false, "/{lang}/{username}").next(), "found /fr/bob");
    }

    #[test]
    fn the_map_goes_first_and_the_template_catches_what_it_lacks() {
        let mut search = Story::by_name(true, false, "/m/{username}");
        assert_eq!(search.next(), "map bob");
        assert_eq!(search.next(), "found /m/bob");
        assert_eq!(search.next(), "unknown");
    }

    #[test]
    fn a_mention_is_looked_up_by_id_then_by_the_name_behind_it() {
        let mut search = Story::by_id(true, false, "");
        assert_eq!(search.next(), "map u1");
        assert_eq!(search.next(), "username u1");
        search.learn_bob();
        assert_eq!(search.next(), "map bob");
        assert_eq!(search.next(), "map u1");
        assert_eq!(search.next(), "unknown");
    }

    #[test]
    fn a_resolver_is_asked_before_the_server() {
        let mut search = Story::by_id(false, true, "/m/{username}");
        assert_eq!(search.next(), "resolver");
        assert_eq!(search.next(), "username u1");
        search.learn_bob();
        assert_eq!(search.next(), "resolver");
        assert_eq!(search.next(), "found /m/bob");
    }

    #[test]
    fn a_template_of_ids_needs_no_username() {
        assert_eq!(Story::by_id(false, false, "/u/{user_id}").next(), "found /u/u1");
        assert_eq!(Story::by_name(false, false, "/u/{user_id}").next(), "unknown");
    }

    #[test]
    fn nobody_is_unknown() {
        assert_eq!(Story::by_id(false, false, "").next(), "unknown");
    }
}

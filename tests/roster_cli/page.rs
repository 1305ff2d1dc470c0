//! The map of profile pages that `gantry sync` writes for the companion.

use std::collections::BTreeMap;

use gantry::profile::{Question, Search, Ways};
use gantry::protocol::{Person, TextId, Texts};
use serde_json::{Value, json};

use super::site::{PEOPLE, Synced, projects, roster};
use crate::setup_cli_server::Served;

#[test]
fn the_map_for_the_page_has_everybody() {
    let served = Synced(Served::fresh("8.8"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--people-map", "people.json", "--json"]).comes_to(0);
    let map: Value = serde_json::from_str(&std::fs::read_to_string(served.0.path("people.json")).unwrap()).unwrap();
    let ann = served.0.hub.world().accounts.named("ann_staff").unwrap().person.id;
    assert_eq!((&map["ann_staff"], &map[ann]), (&json!("/people/ann.html"), &json!("/people/ann.html")));
    assert_eq!(map.as_object().unwrap().len(), 8);
}

#[test]
fn the_map_is_one_that_the_companion_reads() {
    let served = Synced(Served::fresh("6.5"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--people-map", "people.json", "--markdown"]).comes_to(0);
    let map: BTreeMap<String, String> =
        serde_json::from_str(&std::fs::read_to_string(served.0.path("people.json")).unwrap()).unwrap();
    let ann = served.0.hub.world().accounts.named("ann_staff").unwrap().person.id;
    let ways = Ways { map: true, ..Ways::default() };
    // Mentions under real names tell a user id alone, all else a username.
    for (username, user_id) in [("ann_staff", ""), ("", ann)] {
        let mut texts = Letters::default();
        let person = Person { username: texts.number(username), user_id: texts.number(user_id), ..Person::default() };
        match Search::new(person, TextId::NONE).next(&ways, &mut texts) {
            Question::Map(key) => {
                assert_eq!(map.get(&texts.text(key)).map(String::as_str), Some("/people/ann.html"));
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Texts by number, as `www/texts.js` has them.
#[derive(Default)]
struct Letters(Vec<String>);

impl Texts for Letters {
    fn number(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        self.0.push(text.to_owned());
        TextId(self.0.len() as u32)
    }

    fn text(&mut self, id: TextId) -> String {
        id.index().checked_sub(1).and_then(|at| self.0.get(at)).cloned().unwrap_or_default()
    }
}

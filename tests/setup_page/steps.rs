//! The steps by hand, as the page shows them.

use gantry::config::Preset;
use gantry::setup_page::{Fields, Made};

use super::{fields, made, view, whole};

#[test]
fn every_step_is_told_in_the_language() {
    let english = view(&whole().state(), "en-GB").made.unwrap();
    let french = view(&whole().state(), "fr-CA").made.unwrap();
    let files = |made: &Made| made.files.iter().map(|file| file.text.clone()).collect::<Vec<_>>();
    assert_eq!(files(&english), files(&french));
    for (en, fr) in english.parts.iter().zip(&french.parts) {
        assert_ne!(en.title, fr.title);
        for (en, fr) in en.steps.iter().zip(&fr.steps).flat_map(|(en, fr)| en.items.iter().zip(&fr.items)) {
            assert_eq!((en.kind, &en.id, &en.copy), (fr.kind, &fr.id, &fr.copy));
            assert!(en.note.is_none() || en.note != fr.note, "{en:?}");
            assert!(en.kind != "set" || fr.way.as_ref().unwrap().starts_with("Administration > Espace de travail"));
        }
    }
    for (en, fr) in english.proxy.iter().zip(&french.proxy) {
        assert!(en.title != fr.title && en.why != fr.why);
        assert!(fr.lines.iter().all(|(_, lines)| !lines.contains("# delete") && !lines.contains("# before")));
    }
    assert!(english.space.iter().zip(&french.space).all(|(en, fr)| (&en.title, &en.text) != (&fr.title, &fr.text)));
}

#[test]
fn every_step_to_do_has_a_key_of_its_own() {
    for fields in [fields(), Fields { preset: Preset::Ametys, ..whole() }] {
        let made = made(&fields);
        let steps = made.parts.iter().flat_map(|part| &part.steps);
        let keys: Vec<_> = steps.flat_map(|step| &step.items).filter_map(|item| item.key.clone()).collect();
        let once: std::collections::BTreeSet<_> = keys.iter().collect();
        assert!(keys.len() > 30);
        assert_eq!(once.len(), keys.len());
    }
}

#[test]
fn nothing_is_pasted_where_nothing_is_to_change() {
    let ids = |fields: &Fields| {
        let made = made(fields);
        let steps = made.parts.into_iter().flat_map(|part| part.steps);
        steps.flat_map(|step| step.items).filter_map(|item| item.id).collect::<Vec<_>>()
    };
    let style = "theme-custom-css".to_owned();
    assert!(!ids(&fields()).contains(&style));
    assert!(ids(&Fields { radius: "50%".into(), ..fields() }).contains(&style));
}

#[test]
fn what_a_click_does_afterwards_is_what_was_chosen() {
    let says = |fields: &Fields, text: &str| {
        let after = made(fields).parts.pop().unwrap();
        after.steps.iter().flat_map(|step| &step.items).any(|item| item.text.ends_with(text))
    };
    for (text, without_profiles) in [("the profile opens", false), ("Rocket.Chat's own card opens", true)] {
        assert_eq!(says(&fields(), text), without_profiles);
        assert_eq!(says(&whole(), text), !without_profiles);
    }
}

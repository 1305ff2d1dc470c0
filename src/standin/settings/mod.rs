//! Rocket.Chat's settings: which there are in a release, who may see them, and what a fresh server has.
//!
//! The list is a real 6.5.3's; [`history`] says what other releases have more, less or otherwise.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::protocol::Release;

pub mod history;

use history::Step;

const RECORDED: &str = include_str!("settings-6.5.3.tsv");

/// Who gets to see a setting through REST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Everybody, logged in or not.
    Public,
    /// Administrators.
    Privileged,
    /// Nobody: to REST there is no such setting.
    Hidden,
}

/// All that a server knows of a setting besides its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Who sees it.
    pub seen: Seen,
    /// The default of this release; none for a group, which holds no value.
    pub default: Option<Value>,
    /// Needs a licence; without one its effective value is [`Definition::invalid`].
    pub enterprise: bool,
    /// What counts without the licence.
    pub invalid: Option<Value>,
    /// The licence's modules, where the server tells them.
    pub modules: Vec<&'static str>,
    /// Group on the administration page; empty for groups themselves.
    pub group: &'static str,
    /// Section in the group, or empty.
    pub section: &'static str,
    /// Place on the page.
    pub sorter: i64,
}

/// The settings of one release, by id.
#[derive(Clone, Debug)]
pub struct Catalogue(BTreeMap<&'static str, Definition>);

impl Catalogue {
    /// The settings that this release has.
    #[must_use]
    pub fn of(release: Release) -> Self {
        let lines = RECORDED.lines().filter(|line| !line.starts_with('#'));
        let mut all: BTreeMap<&'static str, Definition> = lines.filter_map(recorded).collect();
        for change in &history::HISTORY {
            match change.step {
                Step::Since(first) if release < first => {
                    all.remove(change.id);
                }
                Step::Until(first) if release >= first => {
                    all.remove(change.id);
                }
                Step::Added { since, until, seen, default, group, section } => {
                    if release >= since && until.is_none_or(|until| release < until) {
                        all.insert(change.id, added(seen, default, group, section));
                    }
                }
                Step::Default(first, default) if release >= first => {
                    if let Some(definition) = all.get_mut(change.id) {
                        definition.default = serde_json::from_str(default).ok();
                    }
                }
                Step::Since(_) | Step::Until(_) | Step::Default(..) => {}
            }
        }
        Self(all)
    }

    /// What is known of this setting; none if this release has no such setting.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Definition> {
        self.0.get(id)
    }

    /// Every setting of this release.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Definition)> {
        self.0.iter().map(|(id, definition)| (*id, definition))
    }

    /// The values of a fresh server; groups have null.
    #[must_use]
    pub fn defaults(&self) -> BTreeMap<String, Value> {
        self.iter().map(|(id, setting)| (id.to_owned(), setting.default.clone().unwrap_or(Value::Null))).collect()
    }

    /// Who sees this setting. One that the catalogue lacks belongs to another edition and is public.
    #[must_use]
    pub fn seen(&self, id: &str) -> Seen {
        self.get(id).map_or(Seen::Public, |definition| definition.seen)
    }

    /// A setting as `settings` and `settings.public` list it, in the order of the recorded fields.
    #[must_use]
    pub fn record(&self, id: &str, value: &Value, with_default: bool) -> Value {
        let mut record = Map::new();
        record.insert("_id".to_owned(), id.into());
        let definition = self.get(id);
        if definition.is_some_and(|definition| definition.default.is_none()) {
            return Value::Object(record);
        }
        record.insert("value".to_owned(), value.clone());
        if with_default {
            let default = definition.and_then(|definition| definition.default.clone());
            record.insert("packageValue".to_owned(), default.unwrap_or_else(|| value.clone()));
        }
        record.insert("enterprise".to_owned(), definition.is_some_and(|definition| definition.enterprise).into());
        if let Some(invalid) = definition.and_then(|definition| definition.invalid.clone()) {
            record.insert("invalidValue".to_owned(), invalid);
        }
        if let Some(modules) = definition.map(|definition| &definition.modules).filter(|modules| !modules.is_empty()) {
            record.insert("modules".to_owned(), modules.iter().copied().collect());
        }
        Value::Object(record)
    }
}

fn recorded(line: &'static str) -> Option<(&'static str, Definition)> {
    let mut columns = line.split('\t');
    let id = columns.next()?;
    let mut next = || columns.next().unwrap_or("");
    let flags = next();
    let default = serde_json::from_str(next()).ok();
    let (group, section) = (next(), next());
    let sorter = next().parse().unwrap_or_default();
    let invalid = serde_json::from_str(next()).ok();
    let modules = next().split(',').filter(|module| !module.is_empty()).collect();
    let seen = if flags.contains('p') { Seen::Public } else { Seen::Privileged };
    let enterprise = flags.contains('e');
    Some((id, Definition { seen, default, enterprise, invalid, modules, group, section, sorter }))
}

fn added(seen: Seen, default: &str, group: &'static str, section: &'static str) -> Definition {
    Definition {
        seen,
        default: serde_json::from_str(default).ok(),
        enterprise: false,
        invalid: None,
        modules: Vec::new(),
        group,
        section,
        sorter: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_list_is_whole() {
        let catalogue = Catalogue::of(Release::new(6, 5));
        let visible = catalogue.iter().filter(|(_, setting)| setting.seen != Seen::Hidden).count();
        assert_eq!(visible, 855);
        assert_eq!(catalogue.iter().filter(|(_, setting)| setting.seen == Seen::Public).count(), 380);
        assert_eq!(catalogue.iter().filter(|(_, setting)| setting.default.is_none()).count(), 41);
    }

    #[test]
    fn releases_have_their_own_settings_and_defaults() {
        let at = |major, minor| Catalogue::of(Release::new(major, minor));
        let default = |catalogue: &Catalogue, id: &str| catalogue.get(id).and_then(|setting| setting.default.clone());
        assert!(at(3, 18).get("Accounts_TwoFactorAuthentication_By_TOTP_Enabled").is_none());
        assert!(at(8, 7).get("E2E_Force_Encryption_For_Private_Rooms").is_none());
        assert!(at(8, 8).get("E2E_Force_Encryption_For_Private_Rooms").is_some());
        assert!(at(6, 5).get("UI_Click_Direct_Message").is_some() && at(8, 8).get("UI_Click_Direct_Message").is_none());
        assert_eq!(default(&at(8, 0), "Accounts_Password_Policy_MinLength"), Some(7.into()));
        assert_eq!(default(&at(8, 1), "Accounts_Password_Policy_MinLength"), Some(14.into()));
        assert_eq!(default(&at(6, 5), "Accounts_AvatarBlockUnauthenticatedAccess"), Some(false.into()));
        assert_eq!(default(&at(7, 7), "Accounts_AvatarBlockUnauthenticatedAccess"), Some(true.into()));
    }

    #[test]
    fn every_change_names_a_known_setting_with_a_readable_default() {
        let recorded = Catalogue::of(Release::new(6, 5));
        for change in &history::HISTORY {
            match change.step {
                Step::Default(_, default) | Step::Added { default, .. } => {
                    assert!(serde_json::from_str::<Value>(default).is_ok(), "{}", change.id);
                }
                Step::Since(_) | Step::Until(_) => assert!(recorded.get(change.id).is_some(), "{}", change.id),
            }
            assert!(!change.source.is_empty(), "{}", change.id);
        }
    }
}

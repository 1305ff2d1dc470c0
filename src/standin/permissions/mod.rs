//! Permissions: which there are in a release, and which roles have them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::settings::{Catalogue, Seen};
use crate::protocol::Release;

pub mod roles;

const DEFAULTS: &str = include_str!("permissions.tsv");

/// The start of the id of a permission that stands for a single setting.
const OF_SETTING: &str = "change-setting-";

/// A permission as the server keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permission {
    /// Ids of the roles that have it.
    pub roles: Vec<String>,
    /// Last change, milliseconds since 1970.
    pub updated: i64,
}

/// Every permission, by id.
#[derive(Clone, Debug, Default)]
pub struct Permissions(BTreeMap<String, Permission>);

impl Permissions {
    /// What a server of this release has after its first start.
    #[must_use]
    pub fn of(release: Release, catalogue: &Catalogue, now: i64) -> Self {
        let mut permissions = Self::default();
        permissions.boot(release, catalogue, now);
        permissions
    }

    /// What each start of a server does: ids that are missing come with their default roles, ids that are gone go, and
    /// those that are there keep the roles that they have.
    pub fn boot(&mut self, release: Release, catalogue: &Catalogue, now: i64) {
        let defaults = defaults(release);
        let of_settings = catalogue.iter().filter(|(_, setting)| setting.seen != Seen::Hidden);
        let wanted: BTreeMap<String, Vec<String>> = defaults
            .into_iter()
            .map(|(id, roles)| (id.to_owned(), roles))
            .chain(of_settings.map(|(id, _)| (format!("{OF_SETTING}{id}"), Vec::new())))
            .collect();
        self.0.retain(|id, _| wanted.contains_key(id));
        for (id, roles) in wanted {
            self.0.entry(id).or_insert(Permission { roles, updated: now });
        }
    }

    /// The permission of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Permission> {
        self.0.get(id)
    }

    /// Replaces the roles of a permission that is there.
    pub fn set(&mut self, id: &str, roles: Vec<String>, now: i64) {
        if let Some(permission) = self.0.get_mut(id) {
            *permission = Permission { roles, updated: now };
        }
    }

    /// Adds a permission, as a module or a test does.
    pub fn insert(&mut self, id: &str, roles: &[&str], now: i64) {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        self.0.insert(id.to_owned(), Permission { roles, updated: now });
    }

    /// Every permission, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Permission)> {
        self.0.iter().map(|(id, permission)| (id.as_str(), permission))
    }

    /// Whether any of these roles has the permission.
    #[must_use]
    pub fn allow(&self, roles: &[String], id: &str) -> bool {
        self.get(id).is_some_and(|permission| permission.roles.iter().any(|role| roles.contains(role)))
    }
}

/// Whether the permission stands for a single setting.
#[must_use]
pub fn is_of_setting(id: &str) -> bool {
    id.starts_with(OF_SETTING)
}

/// A permission as REST writes it, in the order of the recorded fields.
#[must_use]
pub fn record(id: &str, permission: &Permission, catalogue: &Catalogue) -> Value {
    let mut record = Map::new();
    record.insert("_id".to_owned(), json!(id));
    let setting = id.strip_prefix(OF_SETTING);
    let definition = setting.and_then(|setting| catalogue.get(setting));
    if let Some(setting) = setting {
        record.insert("level".to_owned(), json!("settings"));
        record.insert("settingId".to_owned(), json!(setting));
    }
    let (group, section) = definition.map_or(("", ""), |definition| (definition.group, definition.section));
    for (key, value) in [("group", group), ("section", section)] {
        if !value.is_empty() {
            record.insert(key.to_owned(), json!(value));
        }
    }
    if setting.is_some() {
        record.insert("sorter".to_owned(), json!(definition.map_or(0, |definition| definition.sorter)));
    }
    record.insert("roles".to_owned(), json!(permission.roles));
    for (key, value) in [("groupPermissionId", group), ("sectionPermissionId", section)] {
        if !value.is_empty() {
            record.insert(key.to_owned(), json!(format!("{OF_SETTING}{value}")));
        }
    }
    record.insert("_updatedAt".to_owned(), super::records::date(permission.updated));
    Value::Object(record)
}

/// Ids and default roles in a release.
fn defaults(release: Release) -> BTreeMap<&'static str, Vec<String>> {
    DEFAULTS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (id, steps) = line.split_once('\t')?;
            let step = |step: &'static str| {
                let (first, roles) = step.split_once('=')?;
                Some((first.parse::<Release>().ok()?, roles))
            };
            let (_, roles) = steps.split('\t').filter_map(step).rfind(|(first, _)| *first <= release)?;
            (roles != "-").then(|| (id, roles.split(',').filter(|role| !role.is_empty()).map(str::to_owned).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(major: u16, minor: u16) -> Permissions {
        let release = Release::new(major, minor);
        Permissions::of(release, &Catalogue::of(release), 1)
    }

    fn of_user(permissions: &Permissions) -> usize {
        permissions.iter().filter(|(_, permission)| permission.roles.iter().any(|role| role == "user")).count()
    }

    #[test]
    fn the_recorded_list_is_whole() {
        let permissions = at(6, 5);
        assert_eq!(permissions.iter().count(), 1022);
        assert_eq!(permissions.iter().filter(|(id, _)| !is_of_setting(id)).count(), 167);
    }

    #[test]
    fn role_user_has_by_default_what_each_release_gives_it() {
        assert_eq!(of_user(&at(3, 18)), 18);
        assert_eq!(of_user(&at(8, 8)), 26);
        assert!(at(6, 5).get("view-history").is_some() && at(7, 0).get("view-history").is_none());
    }

    #[test]
    fn a_start_after_an_upgrade_brings_new_ids_and_leaves_the_rest() {
        let mut permissions = at(6, 5);
        permissions.set("create-c", vec!["admin".into()], 2);
        permissions.boot(Release::new(8, 8), &Catalogue::of(Release::new(8, 8)), 3);
        assert_eq!(permissions.get("create-c").unwrap().roles, ["admin"]);
        assert_eq!(permissions.get("allow-internal-voice-calls").unwrap().roles, ["admin", "user"]);
        assert!(permissions.get("view-history").is_none());
    }
}

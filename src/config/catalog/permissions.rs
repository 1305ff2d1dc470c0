//! The known permissions.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::protocol::Release;

/// A known permission.
#[derive(Clone, Debug)]
pub struct Permission {
    /// Rocket.Chat's id.
    pub id: &'static str,
    /// English label of 6.5.3, if it has one.
    pub en: Option<&'static str>,
    /// French label of 6.5.3, if it has one.
    pub fr: Option<&'static str>,
    defaults: Vec<(Release, Option<Vec<&'static str>>)>,
}

impl Permission {
    /// Roles that have it on a fresh server of this release; none where the release has no such permission.
    #[must_use]
    pub fn default_roles(&self, release: Release) -> Option<&[&'static str]> {
        let known = self.defaults.first().is_some_and(|(from, _)| *from <= release);
        if known { super::at(&self.defaults, release)?.as_deref() } else { None }
    }
}

/// What the manual's step 7 lets the role `user` keep, with the words that the manual has for it.
pub const MANUAL_KEEPS: [(&str, &str); 7] = [
    ("create-d", "Create direct messages"),
    ("delete-own-message", "Delete Own Message"),
    ("mention-all", "Mention @all"),
    ("mention-here", "Mention here"),
    ("view-d-room", "Display direct messages"),
    ("view-history", "View history"),
    ("view-p-room", "See the private lounge"),
];

fn parse(line: &'static str) -> Option<Permission> {
    let mut cells = line.split('\t');
    let id = cells.next()?;
    let mut defaults = Vec::new();
    for step in cells.next()?.split(';') {
        let (from, roles) = step.split_once('=')?;
        let roles = (roles != "-").then(|| roles.split('|').filter(|role| !role.is_empty()).collect());
        defaults.push((from.parse().ok()?, roles));
    }
    let label = |text: &'static str| (!text.is_empty()).then_some(text);
    Some(Permission { id, en: label(cells.next()?), fr: label(cells.next()?), defaults })
}

const DATA: &str = include_str!("permissions.tsv");

/// Every known permission, by id.
#[must_use]
pub fn permissions() -> &'static BTreeMap<&'static str, Permission> {
    static PERMISSIONS: OnceLock<BTreeMap<&'static str, Permission>> = OnceLock::new();
    PERMISSIONS.get_or_init(|| {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(parse).map(|permission| (permission.id, permission)).collect()
    })
}

/// The permission of an id.
#[must_use]
pub fn permission(id: &str) -> Option<&'static Permission> {
    permissions().get(id)
}

/// What a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// One permission: its id.
    One(&'static str),
    /// A label that several permissions share: their ids.
    Several(Vec<&'static str>),
    /// Nothing that is known.
    Unknown,
}

/// Blanks, apostrophes and capitals as nobody remembers them.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['\u{2019}', '\u{2bc}'], "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds a permission by its id, its English or French label, or the manual's words.
#[must_use]
pub fn by_label(text: &str) -> Label {
    if let Some(permission) = permission(text.trim()) {
        return Label::One(permission.id);
    }
    let wanted = plain(text);
    let is = |label: Option<&str>| label.is_some_and(|label| plain(label) == wanted);
    let manual = MANUAL_KEEPS.iter().find(|(_, words)| plain(words) == wanted).map(|(id, _)| *id);
    let mut found: Vec<&'static str> = permissions().values().filter(|p| is(p.en) || is(p.fr)).map(|p| p.id).collect();
    match (manual, found.as_slice()) {
        (Some(id), _) => Label::One(id),
        (None, []) => Label::Unknown,
        (None, [_]) => found.pop().map_or(Label::Unknown, Label::One),
        _ => Label::Several(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(permissions().len(), lines);
        assert!(lines > 180);
    }

    #[test]
    fn permissions_come_and_go() {
        let roles = |id: &str, major, minor| permission(id).unwrap().default_roles(Release::new(major, minor));
        assert!(roles("view-history", 6, 14).unwrap().contains(&"user"));
        assert_eq!(roles("view-history", 7, 0), None);
        assert_eq!(roles("access-federation", 6, 5), None);
        assert_eq!(roles("add-user-to-any-p-room", 3, 18), Some(&[][..]));
        assert!(!roles("call-management", 3, 18).unwrap().contains(&"user"));
        assert!(roles("call-management", 8, 8).unwrap().contains(&"user"));
    }

    #[test]
    fn a_permission_is_found_by_id_label_or_the_manuals_words() {
        for text in ["create-d", "Create Direct Messages", "créer des messages directs", "Create direct messages"] {
            assert_eq!(by_label(text), Label::One("create-d"), "{text}");
        }
        assert_eq!(by_label("Voir l\u{2019}historique"), Label::One("view-history"));
        assert_eq!(by_label("See the private lounge"), Label::One("view-p-room"));
        assert_eq!(by_label("fly"), Label::Unknown);
        assert!(matches!(by_label("Supprimer l'utilisateur"), Label::Several(ids) if ids.len() == 2));
    }

    #[test]
    fn the_manuals_seven_are_known() {
        for (id, words) in MANUAL_KEEPS {
            assert_eq!(by_label(words), Label::One(id));
        }
    }
}

//! What keeps a wrong roster from doing harm.

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::codes::codes;
use super::observed::Account;

/// How many names of a list are told in words.
const NAMED: usize = 50;

/// Why nothing is done without a further word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Guard {
    /// Nobody is in it.
    #[error("the roster is empty of {0}; a roster like that is taken for a failed export, and nothing is done")]
    Empty(&'static str),
    /// Too much would go at once.
    #[error("{} of {total} {what} would go, and more than {percent} % is taken for a mistake: {}", .names.len(), list(.names))]
    TooMany {
        /// `accounts`, `memberships` or `rooms`.
        what: &'static str,
        /// Which.
        names: Vec<String>,
        /// Of how many.
        total: usize,
        /// How many are allowed.
        percent: u32,
    },
    /// The account may not see addresses, so nobody can be told from a newcomer.
    #[error(
        "the server tells no mail address of anybody, so accounts can't be recognised; the service account needs the \
         permission view-full-other-user-info"
    )]
    AddressesHidden,
}

codes!(Guard {
    Empty => "roster-empty",
    TooMany => "too-many-removals",
    AddressesHidden => "addresses-hidden",
});

impl Guard {
    /// Whether an operator who has read it may go on all the same.
    #[must_use]
    pub fn may_be_accepted(&self) -> bool {
        matches!(self, Self::TooMany { .. })
    }

    /// Stops where more than so many percent go.
    #[must_use]
    pub fn many(what: &'static str, names: Vec<String>, total: usize, percent: u32) -> Option<Self> {
        let allowed = usize::try_from(percent).unwrap_or(usize::MAX);
        let over = names.len().saturating_mul(100) > total.saturating_mul(allowed);
        over.then_some(Self::TooMany { what, names, total, percent })
    }
}

fn list(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = names.len().saturating_sub(NAMED);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Whether an account is out of reach: the service account, administrators, bots and apps, and whoever is listed.
#[must_use]
pub fn is_protected(account: &Account, service: &str, listed: &BTreeSet<String>) -> bool {
    let set_apart = |role: &SmolStr| ["admin", "bot", "app"].contains(&role.as_str());
    account.id == service
        || account.roles.iter().any(set_apart)
        || !account.is_person()
        || listed.contains(account.username.to_lowercase().as_str())
}

//! Usernames and names of rooms: from a template, cleaned to what the server takes, and apart from each other.

mod clean;
mod template;

use std::collections::HashSet;

use smol_str::SmolStr;

pub use clean::{Allowed, clean, slug};
pub use template::{Template, TemplateError};

/// The longest name that is given. Rocket.Chat states no limit of its own; longer ones fit no list of its client.
pub const LONGEST: usize = 128;

/// Names that Rocket.Chat keeps for itself: `all` and `here` address everybody, the others are the default of the hidden
/// setting `Accounts_SystemBlockedUsernameList`.
pub const RESERVED: [&str; 6] = ["all", "here", "admin", "administrator", "system", "user"];

/// A name with a number, where the name alone is taken; none of the numbers is 1.
#[must_use]
pub fn numbered(name: &str, number: u32) -> String {
    format!("{name}-{number}")
}

/// Whether a name is another one, or that with a number.
#[must_use]
pub fn is_form_of(name: &str, base: &str) -> bool {
    let rest = name.to_lowercase();
    let Some(rest) = rest.strip_prefix(&base.to_lowercase()) else { return false };
    rest.is_empty() || rest.strip_prefix('-').is_some_and(|digits| digits.parse::<u32>().is_ok_and(|n| n > 1))
}

/// The names that are taken, in lower case: Rocket.Chat tells no two names apart by their case.
#[derive(Clone, Debug, Default)]
pub struct Taken(HashSet<SmolStr>);

impl Taken {
    /// Takes a name.
    pub fn take(&mut self, name: &str) {
        self.0.insert(name.to_lowercase().into());
    }

    /// Whether a name is taken.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name.to_lowercase().as_str())
    }

    /// Takes a name, or the first form of it with a number that is free.
    pub fn take_free(&mut self, name: &str) -> String {
        let forms = std::iter::once(name.to_owned()).chain((2..).map(|number| numbered(name, number)));
        let free = forms.into_iter().find(|form| !self.has(form)).unwrap_or_default();
        self.take(&free);
        free
    }
}

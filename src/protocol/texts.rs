//! Texts by number: ids and names of rooms, subscriptions, users and tabs are compared, kept and handed on, and never
//! looked into. So whoever carries them to the rules keeps the texts, and the rules know each by a number: that is a
//! comparison of numbers instead of letters, and no copy anywhere.

/// A text, by the number that whoever carries it has given it: the same for the same text as long as the page is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

impl TextId {
    /// No text, or an empty one.
    pub const NONE: Self = Self(0);

    /// Whether there is one.
    #[must_use]
    pub fn is_some(self) -> bool {
        self.0 > 0
    }

    /// From a list in which texts stand as negative numbers, among counts and dates, which are none.
    #[must_use]
    pub fn from_list(item: f64) -> Self {
        Self((-item) as u32)
    }

    /// As it stands in such a list.
    #[must_use]
    pub fn listed(self) -> f64 {
        -f64::from(self.0)
    }

    /// As an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whoever keeps the texts. In a page that is `www/texts.js`.
pub trait Texts {
    /// The number of a text; [`TextId::NONE`] for an empty one, or where there are too many.
    fn number(&mut self, text: &str) -> TextId;

    /// The text of a number; empty where there is none.
    fn text(&mut self, id: TextId) -> String;
}

/// Texts and their numbers, for tests.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Clone, Debug)]
pub struct Table(Vec<String>);

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Default for Table {
    fn default() -> Self {
        let names = super::event::rules().filter_map(|rule| rule.split(' ').next());
        Self(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Table {
    /// The text of a number; empty where there is none.
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        id.index().checked_sub(1).and_then(|at| self.0.get(at)).map_or("", String::as_str)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Texts for Table {
    fn number(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        let at = self.0.iter().position(|known| known == text).unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        TextId(at as u32 + 1)
    }

    fn text(&mut self, id: TextId) -> String {
        Self::text(self, id).to_owned()
    }
}

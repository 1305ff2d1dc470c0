//! Which part of a list is asked for.

use super::call::Query;
use crate::standin::world::World;

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many come before it.
    pub offset: usize,
    /// How many it holds at most; none for all that are left.
    pub count: Option<usize>,
}

impl Page {
    /// What `count` and `offset` ask for, within what the settings allow: `count` is cut to `API_Upper_Count_Limit`,
    /// and 0 means all where `API_Allow_Infinite_Count` is on, or else the default.
    pub fn asked(world: &World, query: &Query) -> Self {
        let number =
            |id: &str, otherwise: i64| Some(world.number_setting(id, 0)).filter(|n| *n > 0).unwrap_or(otherwise);
        let (upper, default) = (number("API_Upper_Count_Limit", 100), number("API_Default_Count", 50));
        let asked = query.get("count").and_then(|count| count.parse::<i64>().ok());
        let count = match asked.unwrap_or(default).min(upper) {
            0 if world.switch("API_Allow_Infinite_Count") => None,
            0 => usize::try_from(default).ok(),
            // The database takes a negative limit for its amount.
            count => usize::try_from(count.abs()).ok(),
        };
        let offset = query.get("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
        Self { offset, count }
    }

    /// This part of a list.
    pub fn of<T>(self, list: impl IntoIterator<Item = T>) -> Vec<T> {
        list.into_iter().skip(self.offset).take(self.count.unwrap_or(usize::MAX)).collect()
    }
}

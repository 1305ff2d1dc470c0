//! Releases of Rocket.Chat and which of them Gantry supports.

use std::fmt;
use std::str::FromStr;

/// A release of Rocket.Chat, to the precision that its web client differs by: major and minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// First number.
    pub major: u16,
    /// Second number.
    pub minor: u16,
}

/// What Gantry does with a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Between [`Release::OLDEST`] and [`Release::NEWEST`].
    Supported,
    /// Newer than the newest known: treated as [`Release::NEWEST`], with a warning.
    Newer,
    /// Older than the oldest supported: refused.
    Older,
}

/// The text is no release number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a release of Rocket.Chat: write major.minor, like 8.8")]
pub struct ReleaseError;

impl Release {
    /// The oldest supported release: from 3.16 on custom scripts are a served file, and 3.18 is the first whose unread
    /// sum leaves archived rooms out.
    pub const OLDEST: Self = Self::new(3, 18);
    /// The newest release whose behaviour is known.
    pub const NEWEST: Self = Self::new(8, 8);

    /// A release by its numbers.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Whether this release is supported.
    #[must_use]
    pub fn support(self) -> Support {
        if self < Self::OLDEST {
            Support::Older
        } else if self > Self::NEWEST {
            Support::Newer
        } else {
            Support::Supported
        }
    }
}

impl FromStr for Release {
    type Err = ReleaseError;

    /// Reads `8.8`, `8.8.1` or `8.8.0-rc.1`; what follows the minor number is not looked at.
    fn from_str(text: &str) -> Result<Self, ReleaseError> {
        let mut parts = text.trim().splitn(3, '.');
        let mut number = || {
            let digits = parts.next().ok_or(ReleaseError)?;
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            digits.get(..end).unwrap_or("").parse().map_err(|_| ReleaseError)
        };
        Ok(Self { major: number()?, minor: number()? })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read_and_ordered_by_number() {
        let release = |text: &str| text.parse::<Release>();
        assert_eq!(release("8.8"), Ok(Release::new(8, 8)));
        assert_eq!(release("6.5.3"), Ok(Release::new(6, 5)));
        assert_eq!(release("7.10.0-rc.1"), Ok(Release::new(7, 10)));
        assert!(release("7.10").unwrap() > release("7.9").unwrap());
        for text in ["", "8", "x.y", "8.", ".8"] {
            assert_eq!(release(text), Err(ReleaseError), "{text}");
        }
    }

    #[test]
    fn support_has_two_edges() {
        assert_eq!(Release::new(3, 17).support(), Support::Older);
        assert_eq!(Release::new(3, 18).support(), Support::Supported);
        assert_eq!(Release::new(8, 8).support(), Support::Supported);
        assert_eq!(Release::new(8, 9).support(), Support::Newer);
        assert_eq!(Release::new(9, 0).support(), Support::Newer);
    }
}

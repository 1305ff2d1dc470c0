//! The steps of the Ametys manual ("Rocket.Chat", from Workspaces 2.2), so that everything done for one names it.

use std::fmt;
use std::str::FromStr;

/// A step of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The conditions before the steps: a server of its own, reachability, https, no link to Rocket.Chat's own site.
    Before,
    /// 1: an administrator for the CMS.
    Administrator,
    /// 2: its personal access token.
    Token,
    /// 2b: no second factor for it.
    TokenFactor,
    /// 3: custom CSS.
    Css,
    /// 4: custom script.
    Script,
    /// 5: all messages count as unread.
    Unread,
    /// 5b: CORS.
    Cors,
    /// 5c: iframe integration.
    Iframe,
    /// 5d: no survey.
    Survey,
    /// 6: no protection of uploaded files.
    Files,
    /// 7: permissions of the role `user`.
    Permissions,
    /// 8: no second factor for anybody.
    TwoFactor,
}

impl Step {
    /// Every step, in the manual's order.
    pub const ALL: [Self; 13] = [
        Self::Before,
        Self::Administrator,
        Self::Token,
        Self::TokenFactor,
        Self::Css,
        Self::Script,
        Self::Unread,
        Self::Cors,
        Self::Iframe,
        Self::Survey,
        Self::Files,
        Self::Permissions,
        Self::TwoFactor,
    ];

    /// The manual's number, like `5c`; `before` for the conditions.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Administrator => "1",
            Self::Token => "2",
            Self::TokenFactor => "2b",
            Self::Css => "3",
            Self::Script => "4",
            Self::Unread => "5",
            Self::Cors => "5b",
            Self::Iframe => "5c",
            Self::Survey => "5d",
            Self::Files => "6",
            Self::Permissions => "7",
            Self::TwoFactor => "8",
        }
    }
}

impl Step {
    /// Where it stands in the manual, in words.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Before => "before the Ametys manual's steps".to_owned(),
            step => format!("the Ametys manual's step {}", step.name()),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The manual has no step of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no step of the manual")]
pub struct NoSuchStep;

impl FromStr for Step {
    type Err = NoSuchStep;

    fn from_str(text: &str) -> Result<Self, NoSuchStep> {
        Self::ALL.into_iter().find(|step| step.name() == text).ok_or(NoSuchStep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_read_back_from_its_name() {
        for step in Step::ALL {
            assert_eq!(step.name().parse(), Ok(step));
        }
        assert_eq!("9".parse::<Step>(), Err(NoSuchStep));
    }
}

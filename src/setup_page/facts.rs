//! What the page has seen of a trial, as it sends it.

/// What has been seen so far. Names are those of the form that the page sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Origin of the page itself.
    pub page: String,
    /// State of the docked chat.
    pub state: String,
    /// How many messages were accepted.
    pub accepted: u32,
    /// Names of the events among them, in their order.
    pub events: Vec<String>,
    /// How many messages were refused: of another window, origin, shape, size, event.
    pub refused: [u32; 5],
    /// Origins that messages of the frame came from and that were refused.
    pub from: Vec<String>,
    /// Whether Gantry's script answered; none while that is open.
    pub script: Option<bool>,
    /// The stamp that it answered with.
    pub stamp: String,
    /// Whether the page's login is tried.
    pub login: bool,
    /// Whether the frame held the member's session before the login.
    pub kept: bool,
    /// What the companion says of an option that does not hold.
    pub problem: String,
    /// Codes of findings that the companion tells.
    pub findings: Vec<String>,
    /// What `/api/info` answered.
    pub info: Info,
    /// Whether a call that needs a preflight came through; none while it was not made.
    pub cors: Option<bool>,
    /// What the page's own policy refused.
    pub policy: Vec<String>,
}

/// What `/api/info` answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Info {
    /// Nothing yet.
    #[default]
    Waiting,
    /// A version.
    Version(String),
    /// Something that is no version.
    Strange,
    /// The browser did not let the page see an answer.
    Unseen,
}

const REASONS: [&str; 5] = ["window", "origin", "shape", "size", "event"];

impl Facts {
    /// Reads the query of a form. What it does not know is left out.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut facts = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let value = value.into_owned();
            match name.as_ref() {
                "page" => facts.page = value,
                "state" => facts.state = value,
                "accepted" => facts.accepted = value.parse().unwrap_or(0),
                "event" => facts.events.push(value),
                "from" => facts.from.push(value),
                "script" => facts.script = Some(value == "present"),
                "stamp" => facts.stamp = value,
                "login" => facts.login = value == "yes",
                "kept" => facts.kept = value == "yes",
                "problem" => facts.problem = value,
                "finding" => facts.findings.push(value),
                "version" => facts.info = Info::Version(value),
                "info" => facts.info = if value == "strange" { Info::Strange } else { Info::Unseen },
                "cors" => facts.cors = Some(value == "yes"),
                "policy" => facts.policy.push(value),
                other => {
                    let reason = other.strip_prefix("refused-");
                    let index = reason.and_then(|reason| REASONS.iter().position(|known| *known == reason));
                    if let Some(count) = index.and_then(|index| facts.refused.get_mut(index)) {
                        *count = value.parse().unwrap_or(0);
                    }
                }
            }
        }
        facts
    }
}

//! What an examination gives: findings, and what could not be looked at.

use std::cmp::Reverse;

pub use crate::bundle::proxy::ProxyLines;
use crate::findings::{Finding, Language, Severity};

/// Something that is wrong with this server, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub finding: &'static Finding,
    /// What was seen: header lines, settings and their values, the same in every language. Never a secret.
    pub detail: String,
    /// Ids of the settings it is about.
    pub settings: Vec<&'static str>,
    /// Lines for a proxy's configuration, where the remedy speaks of them.
    pub lines: Vec<ProxyLines>,
}

impl Found {
    /// A finding with what was seen.
    #[must_use]
    pub fn new(finding: &'static Finding, detail: impl Into<String>) -> Self {
        Self { finding, detail: detail.into(), settings: Vec::new(), lines: Vec::new() }
    }

    /// The same, about these settings.
    #[must_use]
    pub fn about(mut self, settings: &[&'static str]) -> Self {
        self.settings.extend(settings);
        self
    }

    /// The same, with lines for a proxy.
    #[must_use]
    pub fn with_lines(mut self, lines: Vec<ProxyLines>) -> Self {
        self.lines = lines;
        self
    }
}

/// Something that a whole examination looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Everything on the server.
    Server,
    /// Whether Rocket.Chat reaches the CMS.
    WayBack,
    /// The page's side: its files, `gantry.json` and the login.
    ProjectSpace,
    /// Settings that everybody may read.
    PublicSettings,
    /// Settings that administrators may read: framing, CORS, login blocking, rate limits.
    PrivateSettings,
    /// What the role user may.
    Permissions,
    /// Whether the token is asked for a second proof.
    TokenBypass,
    /// The page in the frame and its headers.
    Page,
    /// The files with custom scripts and CSS, as they are served.
    ServedFiles,
    /// Calls that the page itself makes.
    Preflight,
    /// WebSocket.
    Realtime,
}

impl Topic {
    /// The stable name in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::WayBack => "way-back",
            Self::ProjectSpace => "project-space",
            Self::PublicSettings => "public-settings",
            Self::PrivateSettings => "private-settings",
            Self::Permissions => "permissions",
            Self::TokenBypass => "token-bypass",
            Self::Page => "page",
            Self::ServedFiles => "served-files",
            Self::Preflight => "preflight",
            Self::Realtime => "realtime",
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        let (en, fr) = match self {
            Self::Server => ("everything on the server", "tout ce qui est sur le serveur"),
            Self::WayBack => ("whether Rocket.Chat reaches the CMS", "si Rocket.Chat joint le CMS"),
            Self::ProjectSpace => (
                "the pages with the chat, their gantry.json, and the login",
                "les pages qui montrent le chat, leur gantry.json et la connexion",
            ),
            Self::PublicSettings => ("settings that everybody may read", "les paramètres lisibles par tous"),
            Self::PrivateSettings => (
                "settings for administrators: framing, CORS, login blocking, rate limits",
                "les paramètres pour administrateurs : cadre, CORS, blocage des connexions, limites d'appels",
            ),
            Self::Permissions => ("what the role user may", "ce que peut le rôle user"),
            Self::TokenBypass => (
                "whether the token ignores two-factor authentication",
                "si le jeton ignore l'authentification à deux facteurs",
            ),
            Self::Page => ("the page in the frame and its headers", "la page dans le cadre et ses en-têtes"),
            Self::ServedFiles => {
                ("the files with custom scripts and CSS as served", "les fichiers de scripts et de CSS servis")
            }
            Self::Preflight => ("calls that the page makes (CORS)", "les appels que fait la page (CORS)"),
            Self::Realtime => ("WebSocket", "WebSocket"),
        };
        match language {
            Language::English => en,
            Language::French => fr,
        }
    }
}

/// Why something was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Only an administrator's token shows it.
    NeedsToken,
    /// A browser on the page sees it.
    InThePage,
    /// It cannot be seen from this machine.
    NotFromHere,
    /// Nothing else can be asked before this is mended.
    ServerAway,
    /// It was asked and not answered, with what came instead.
    NoAnswer(String),
    /// It is on another host, which is not asked.
    OtherHost(String),
}

impl Why {
    /// The reason, in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let (en, fr, more) = match self {
            Self::NeedsToken => ("needs an administrator's token", "demande le jeton d'un administrateur", None),
            Self::InThePage => (
                "the page itself tells, by diagnose() in the browser's console",
                "la page le dit elle-même, par diagnose() dans la console du navigateur",
                None,
            ),
            Self::NotFromHere => ("cannot be seen from this machine", "ne se voit pas depuis cette machine", None),
            Self::ServerAway => ("the server must answer first", "le serveur doit d'abord répondre", None),
            Self::NoAnswer(what) => ("no usable answer", "pas de réponse utilisable", Some(what)),
            Self::OtherHost(host) => ("is on another host", "est sur un autre hôte", Some(host)),
        };
        let words = match language {
            Language::English => en,
            Language::French => fr,
        };
        more.map_or_else(|| words.to_owned(), |more| format!("{words} ({more})"))
    }
}

/// Something that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// What.
    pub topic: Topic,
    /// Why not.
    pub why: Why,
}

/// What there is to say of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing worse than a note.
    Sound,
    /// At least a warning.
    Findings,
    /// Nothing was found, because the server could not be asked.
    CouldNotTell,
}

/// All that an examination gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was found, the worst first.
    pub found: Vec<Found>,
    /// What was not looked at.
    pub skipped: Vec<Skipped>,
}

impl Report {
    pub(super) fn add(&mut self, found: Found) {
        self.found.push(found);
    }

    pub(super) fn skip(&mut self, topic: Topic, why: Why) {
        self.skipped.push(Skipped { topic, why });
    }

    pub(super) fn sort(&mut self) {
        self.found.sort_by_key(|found| Reverse(found.finding.severity));
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|found| found.finding.severity == severity).count()
    }

    /// What there is to say of the whole.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.found.iter().any(|found| found.finding.severity > Severity::Note) {
            Verdict::Findings
        } else if self.skipped.iter().any(|skipped| skipped.topic == Topic::Server) {
            Verdict::CouldNotTell
        } else {
            Verdict::Sound
        }
    }
}

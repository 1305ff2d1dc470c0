//! What a trial of the configured server in a frame of the page has shown so far, in the doctor's words.
//!
//! The page gathers facts: what the companion's `diagnose()` and its messages tell, and what the server answers to two
//! calls that carry no secret. What they mean is told here.

use serde::Serialize;

use super::facts::{Facts, Info};
use super::fields::Fields;
use super::problems::check;
use super::remedies::{cause, remedy};
use super::view::language;
use super::visitor::{self, Visitor, visitor};
use super::words::pick;
use crate::bundle;
use crate::config::Config;
use crate::config::site::{self, Site};
use crate::findings::server::{CORS_ORIGIN_MISSING, NOT_ROCKETCHAT, OTHER_SITE, REDIRECT_ELSEWHERE};
use crate::findings::{
    self, BUNDLE_MISSING, BUNDLE_OTHER, Finding, MIXED_CONTENT, NOT_A_MEMBER, ORIGIN_NOT_LISTED, RELEASE_NEWER,
    RELEASE_OLDER, Severity,
};
use crate::protocol::{Origin, Release, Support};
use crate::session::words::Language;

/// Something that the trial has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// `good`, `note`, `warning`, `error`, or `waiting`.
    pub severity: &'static str,
    /// Stable code; a finding's where it is one.
    pub code: &'static str,
    /// What was seen.
    pub text: String,
    /// What to do.
    pub remedy: Option<String>,
    /// What exactly: origins, events, versions.
    pub detail: Option<String>,
}

/// How the trial stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// In a sentence.
    pub summary: String,
    /// In detail, the worst first.
    pub verdicts: Vec<Verdict>,
    /// The release that the server tells, where it is another than the chosen one.
    pub release: Option<String>,
}

/// Judges what was seen, for a state of the page and a preferred language.
#[must_use]
pub fn trial(state: &str, facts: &str, preferred: &str) -> Trial {
    let fields = Fields::read(state);
    let language = language(&fields, preferred);
    let facts = Facts::read(facts);
    let checked = check(&fields, language, &facts.page);
    let mut judge = Judge { language, facts: &facts, verdicts: Vec::new(), release: None };
    if let Some(config) = &checked.config {
        judge.place(config);
        judge.answers(checked.release);
        judge.messages(config);
        judge.script(config);
        judge.visitor();
    }
    judge.told();
    let order = ["error", "warning", "waiting", "good", "note"];
    judge.verdicts.sort_by_key(|verdict| order.iter().position(|severity| *severity == verdict.severity));
    Trial { summary: judge.summary(), verdicts: judge.verdicts, release: judge.release }
}

struct Judge<'a> {
    language: Language,
    facts: &'a Facts,
    verdicts: Vec<Verdict>,
    release: Option<String>,
}

impl Judge<'_> {
    fn say(&mut self, severity: &'static str, code: &'static str, text: &str, detail: Option<String>) {
        self.verdicts.push(Verdict { severity, code, text: text.to_owned(), remedy: None, detail });
    }

    fn find(&mut self, finding: &'static Finding, detail: impl Into<Option<String>>) {
        if self.verdicts.iter().any(|verdict| verdict.code == finding.code) {
            return;
        }
        // Whoever tries a login wants to see a member logged in.
        let severity = if finding == &NOT_A_MEMBER { Severity::Warning } else { finding.severity };
        self.verdicts.push(Verdict {
            severity: severity.name(),
            code: finding.code,
            text: cause(finding, self.language),
            remedy: Some(remedy(finding, self.language)),
            detail: detail.into(),
        });
    }

    /// Whether this page may show the chat and is one that Rocket.Chat knows.
    fn place(&mut self, config: &Config) {
        let server = config.server.origin();
        if !self.facts.policy.is_empty() {
            let text = pick(
                self.language,
                "This page's own Content-Security-Policy keeps the server out of it: nothing can be tried here.",
                "La Content-Security-Policy de cette page en exclut le serveur : rien ne peut être essayé ici.",
            );
            let detail = self.facts.policy.join(", ");
            let remedy = match self.language {
                Language::English => format!("Let the page's policy have: connect-src {server}; frame-src {server}."),
                Language::French => {
                    format!("Donnez à la politique de la page : connect-src {server}; frame-src {server}.")
                }
            };
            self.verdicts.push(Verdict {
                severity: "error",
                code: "page-policy",
                text: text.to_owned(),
                remedy: Some(remedy),
                detail: Some(detail),
            });
        }
        let Ok((page, _)) = Origin::from_url(&self.facts.page) else {
            let text = pick(
                self.language,
                "This page has no address that a server could know: it was opened as a file.",
                "Cette page n'a pas d'adresse qu'un serveur pourrait connaître : elle a été ouverte comme fichier.",
            );
            self.say("error", "page-origin", text, None);
            return;
        };
        if page.is_https() && !server.is_https() && !site::is_loopback(server) {
            self.find(&MIXED_CONTENT, None);
        }
        if config.origins.contains(&page) {
            let text = pick(
                self.language,
                "This page is one of the configured project spaces.",
                "Cette page est un des espaces projet configurés.",
            );
            self.say("good", "page-listed", text, Some(page.to_string()));
        } else {
            let listed = config.origins.iter().map(Origin::as_str).collect::<Vec<_>>().join(", ");
            let detail = match self.language {
                Language::English => format!("this page: {page}; listed: {listed}"),
                Language::French => format!("cette page : {page} ; listées : {listed}"),
            };
            self.find(&ORIGIN_NOT_LISTED, detail);
        }
        if site::relation(server, &page) == Site::Other {
            self.find(&OTHER_SITE, format!("{server}, {page}"));
        }
    }

    /// What the server answers to calls of the page.
    fn answers(&mut self, chosen: Release) {
        match &self.facts.info {
            Info::Waiting => {}
            Info::Version(version) => {
                let text = pick(self.language, "Rocket.Chat tells its version.", "Rocket.Chat dit sa version.");
                self.say("good", "release", text, Some(version.clone()));
                match version.parse::<Release>() {
                    Err(_) => self.find(&NOT_ROCKETCHAT, version.clone()),
                    Ok(release) => {
                        match release.support() {
                            Support::Supported => {}
                            Support::Older => self.find(&RELEASE_OLDER, version.clone()),
                            Support::Newer => self.find(&RELEASE_NEWER, version.clone()),
                        }
                        if release != chosen {
                            self.release = Some(release.to_string());
                            let text = pick(
                                self.language,
                                "Another version is chosen above.",
                                "Une autre version est choisie plus haut.",
                            );
                            let detail = match self.language {
                                Language::English => format!("there: {release}; above: {chosen}"),
                                Language::French => format!("là-bas : {release} ; ci-dessus : {chosen}"),
                            };
                            self.say("note", "release-chosen", text, Some(detail));
                        }
                    }
                }
            }
            Info::Strange => self.find(&NOT_ROCKETCHAT, None),
            Info::Unseen => {
                let text = pick(
                    self.language,
                    "This page got no answer from the server: it may be away, its certificate may not hold, or it keeps \
                     its answers from other pages. The browser does not tell which.",
                    "Cette page n'a reçu aucune réponse du serveur : il est peut-être absent, son certificat peut ne pas \
                     être valable, ou il cache ses réponses aux autres pages. Le navigateur ne dit pas lequel.",
                );
                let remedy = pick(
                    self.language,
                    "Open the server's address followed by /api/info in a tab: it must show a version.",
                    "Ouvrez l'adresse du serveur suivie de /api/info dans un onglet : elle doit montrer une version.",
                );
                self.verdicts.push(Verdict {
                    severity: "error",
                    code: "info-unseen",
                    text: text.to_owned(),
                    remedy: Some(remedy.to_owned()),
                    detail: None,
                });
            }
        }
        match self.facts.cors {
            Some(true) => {
                let text = pick(
                    self.language,
                    "Rocket.Chat takes calls from this page (CORS).",
                    "Rocket.Chat accepte les appels de cette page (CORS).",
                );
                self.say("good", "cors", text, None);
            }
            Some(false) if self.facts.info != Info::Unseen => self.find(&CORS_ORIGIN_MISSING, self.facts.page.clone()),
            _ => {}
        }
    }

    /// What came from the frame, and what was refused.
    fn messages(&mut self, config: &Config) {
        if self.facts.accepted > 0 {
            let detail = format!("{}: {}", self.facts.accepted, self.facts.events.join(", "));
            let text = pick(
                self.language,
                "Rocket.Chat tells this page what happens in it.",
                "Rocket.Chat dit à cette page ce qui s'y passe.",
            );
            self.say("good", "events", text, Some(detail.trim_end_matches([':', ' ']).to_owned()));
        } else if self.facts.state == "loading" || self.facts.state == "idle" {
            let text = pick(self.language, "The frame is loading.", "Le cadre se charge.");
            self.say("waiting", "frame-loading", text, None);
        }
        let [window, origin, shape, size, event] = self.facts.refused;
        if origin > 0 {
            let from = self.facts.from.join(", ");
            let server = config.server.origin();
            let detail = match self.language {
                Language::English => format!("{origin} refused; expected from {server}, came from {from}"),
                Language::French => format!("{origin} refusés ; attendus de {server}, venus de {from}"),
            };
            self.find(&REDIRECT_ELSEWHERE, detail);
        }
        let mut strange = |count: u32, code, en, fr| {
            if count > 0 {
                self.say("note", code, pick(self.language, en, fr), Some(count.to_string()));
            }
        };
        strange(
            window,
            "refused-window",
            "Messages of other windows were refused, as they should be: extensions and other frames send some.",
            "Des messages d'autres fenêtres ont été refusés, comme il se doit : extensions et autres cadres en envoient.",
        );
        strange(
            shape.saturating_add(size),
            "refused-shape",
            "Messages of the frame that are none of Rocket.Chat's were refused.",
            "Des messages du cadre qui ne sont pas de Rocket.Chat ont été refusés.",
        );
        strange(
            event,
            "refused-event",
            "Events that Gantry does not know were left aside.",
            "Des événements que Gantry ne connaît pas ont été laissés de côté.",
        );
    }

    /// Whether the script of these very files is there.
    fn script(&mut self, config: &Config) {
        let expected = bundle::generate(config).stamp;
        match self.facts.script {
            None => {}
            Some(false) => self.find(&BUNDLE_MISSING, None),
            Some(true) if self.facts.stamp == expected => {
                let text = pick(
                    self.language,
                    "The custom script in Rocket.Chat is the one above.",
                    "Le script personnalisé dans Rocket.Chat est celui ci-dessus.",
                );
                self.say("good", "bundle", text, Some(expected));
            }
            Some(true) => {
                let detail = match self.language {
                    Language::English => format!("there: {}; above: {expected}", self.facts.stamp),
                    Language::French => format!("là-bas : {} ; ci-dessus : {expected}", self.facts.stamp),
                };
                self.find(&BUNDLE_OTHER, detail);
            }
        }
    }

    /// Who is in, by which way, and whether in a room.
    fn visitor(&mut self) {
        let visitor = visitor(self.facts);
        if let Some((severity, code, text, remedy)) = visitor::said(visitor, self.language) {
            let (text, remedy) = (text.to_owned(), remedy.map(str::to_owned));
            self.verdicts.push(Verdict { severity, code, text, remedy, detail: None });
        }
        if let Some((severity, code, text)) = visitor::room(visitor, self.facts, self.language) {
            self.say(severity, code, text, None);
        }
    }

    /// What the companion tells by itself.
    fn told(&mut self) {
        // A page tells of its own findings alone; the doctor's others would make the module half as large again.
        for code in &self.facts.findings {
            if let Some(finding) = findings::PAGE.iter().find(|finding| finding.code == code) {
                let problem = Some(self.facts.problem.clone());
                self.find(finding, problem.filter(|problem| !problem.is_empty()));
            }
        }
    }

    fn summary(&self) -> String {
        let is = |severity: &str| self.verdicts.iter().filter(|verdict| verdict.severity == severity).count();
        let (errors, warnings) = (is("error"), is("warning"));
        let heard = self.facts.accepted > 0;
        let visitor = visitor(self.facts);
        // A warning that the sentence is about needs no second one.
        let own = matches!(visitor, Visitor::NoMember | Visitor::Kept);
        let text = match (errors, warnings) {
            (0, 0) => visitor::summary(visitor, heard, self.language),
            (0, 1) if own => visitor::summary(visitor, heard, self.language),
            (0, _) if heard => pick(
                self.language,
                "The chat answers, and something does not work as it could.",
                "Le chat répond, et quelque chose ne marche pas comme il pourrait.",
            ),
            (0, _) => pick(self.language, "Something does not work yet.", "Quelque chose ne marche pas encore."),
            _ => pick(self.language, "The chat can't be used like this.", "Le chat ne peut pas servir ainsi."),
        };
        text.to_owned()
    }
}

//! Everything that the page shows, from its state.

use serde::Serialize;

use super::fields::Fields;
use super::problems::{Checked, Problem, check};
use super::steps::{PartView, comments, parts};
use super::words::{pick, sentence, translated};
use super::{release, space, toml};
use crate::bundle::proxy::{self, ProxyLines};
use crate::bundle::{self, settings};
use crate::config::actions::{self, Toolbox};
use crate::config::{Config, ProfileTarget};
use crate::findings::server::{CORS_TWICE, FRAMING_PROXY, PREFLIGHT_EATEN, REALTIME_BLOCKED, REDIRECT_LOOP};
use crate::findings::{Finding, Severity};
use crate::session::words::Language;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct View {
    /// `en` or `fr`.
    pub language: &'static str,
    /// The state, for the next call.
    pub state: String,
    /// The state as the address's fragment.
    pub fragment: String,
    /// What each control shows.
    pub fields: Vec<(&'static str, String)>,
    /// What is said of the fields.
    pub problems: Vec<Problem>,
    /// How things stand, in a sentence.
    pub summary: String,
    /// What comes of it; none while something is wrong or missing.
    pub made: Option<Made>,
}

/// What comes of a configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The bundle's stamp.
    pub stamp: String,
    /// `gantry.toml` and what `gantry bundle` makes of it.
    pub files: Vec<File>,
    /// What the release and the choices mean.
    pub remarks: Vec<Remark>,
    /// The steps by hand.
    pub parts: Vec<PartView>,
    /// What the proxy in front of Rocket.Chat must do and must not do.
    pub proxy: Vec<Proxy>,
    /// What is to be done on the project space.
    pub space: Vec<Snippet>,
    /// What is tried.
    pub mount: Mount,
}

/// A file to look at, to copy or to download.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub purpose: &'static str,
    /// What is in it.
    pub text: String,
}

/// Something worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// `warning` or `note`.
    pub severity: &'static str,
    /// In sentences.
    pub text: String,
}

impl Remark {
    pub(super) fn new(severity: Severity, text: &str) -> Self {
        Self { severity: severity.name(), text: text.to_owned() }
    }
}

/// Something about the proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proxy {
    /// What it must do or must not do.
    pub title: &'static str,
    /// What happens otherwise.
    pub why: &'static str,
    /// `(nginx or Apache, lines)`.
    pub lines: Vec<(&'static str, String)>,
}

/// Something to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Where, or what it is.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// The lines.
    pub code: Option<String>,
    /// Name of the file that is needed here.
    pub file: Option<&'static str>,
}

/// Options of `mount` for a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mount {
    /// Address of the chat server.
    pub server: String,
    /// Its origin.
    pub origin: String,
    /// The bundle's stamp.
    pub stamp: String,
    /// Path of the login, if there is one.
    pub login: Option<String>,
    /// Template of a person's page, if there is one.
    pub profile: Option<String>,
    /// Address of the map from people to pages, relative to `gantry.json`, if there is one.
    pub people: Option<String>,
    /// Further origins of people's pages.
    pub allow: Vec<String>,
    /// Actions to hide.
    pub hide: Vec<String>,
    /// The room; none where what was typed is none.
    pub room: Option<String>,
}

/// What the page's controls offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choices {
    /// Releases to choose from; any other one can be typed.
    pub releases: Vec<&'static str>,
    /// Actions to hide: title of the group, ids.
    pub actions: Vec<(&'static str, Vec<&'static str>)>,
}

/// The language of a state: the chosen one, or the preferred.
pub(super) fn language(fields: &Fields, preferred: &str) -> Language {
    fields.language.unwrap_or_else(|| Language::of(preferred))
}

/// What the page shows for a state, in the language that was chosen or else in the preferred one (a tag like `fr-CA`),
/// at the page's own address.
#[must_use]
pub fn view(state: &str, preferred: &str, page: &str) -> View {
    let fields = Fields::read(state);
    let language = language(&fields, preferred);
    let checked = check(&fields, language, page);
    let made = checked.config.as_ref().map(|config| made(config, &checked, language));
    let mut shown = fields.shown();
    // The folder that holds is a part of what a colleague should see; a wrong one stays as it was typed.
    let mut sent = fields.clone();
    if !checked.folder.is_empty() && checked.folder != "/gantry/" {
        sent.folder.clone_from(&checked.folder);
    }
    for (name, value) in &mut shown {
        if *name == "folder" && value.is_empty() {
            value.clone_from(&checked.folder);
        }
    }
    View {
        language: language.tag(),
        state: fields.state(),
        fragment: sent.fragment(),
        fields: shown,
        summary: summary(&checked, made.as_ref(), language),
        problems: checked.problems,
        made,
    }
}

/// What the page's controls offer, in a language.
#[must_use]
pub fn choices(language: &str) -> Choices {
    let language = Language::of(language);
    let group = |title, toolbox: Toolbox| {
        let of = |action: &&actions::Action| action.toolbox == toolbox;
        (title, actions::ALL.iter().filter(of).map(|action| action.id).collect())
    };
    Choices {
        releases: vec!["8.8", "8.0", "7.13", "7.10", "7.7", "7.0", "6.13", "6.6", "6.5", "5.4", "4.8", "3.18"],
        actions: vec![
            group(pick(language, "Of a message", "D'un message"), Toolbox::Message),
            group(pick(language, "In the room's header", "Dans l'en-tête du salon"), Toolbox::Room),
            group(pick(language, "Below the text field", "Sous le champ de saisie"), Toolbox::Composer),
            group(pick(language, "Of a person", "D'une personne"), Toolbox::User),
        ],
    }
}

fn summary(checked: &Checked, made: Option<&Made>, language: Language) -> String {
    let errors = checked.problems.iter().filter(|problem| problem.severity == Severity::Error.name()).count();
    let warnings = checked.problems.iter().filter(|problem| problem.severity == Severity::Warning.name()).count();
    let (en, fr) = match (errors, made) {
        (0, Some(_)) if warnings == 0 => (
            "Ready: all that is to be installed stands below.".to_owned(),
            "Prêt : tout ce qui est à installer se trouve ci-dessous.".to_owned(),
        ),
        (0, Some(_)) => (
            format!("Ready, with {}.", count(warnings, "warning", "warnings")),
            format!("Prêt, avec {}.", count(warnings, "avertissement", "avertissements")),
        ),
        (0, None) => {
            let both = checked.missing.len() > 1;
            let server = checked.missing.contains(&"server");
            if both {
                (
                    "Type the addresses of the chat server and of the project spaces.".to_owned(),
                    "Saisissez les adresses du serveur de chat et des espaces projet.".to_owned(),
                )
            } else if server {
                (
                    "The address of the chat server is still missing.".to_owned(),
                    "Il manque encore l'adresse du serveur de chat.".to_owned(),
                )
            } else {
                (
                    "The addresses of the project spaces are still missing.".to_owned(),
                    "Il manque encore les adresses des espaces projet.".to_owned(),
                )
            }
        }
        (_, _) => (
            format!("{} to correct, marked at the fields.", count(errors, "thing", "things")),
            format!("{} à corriger, sous les champs concernés.", count(errors, "point", "points")),
        ),
    };
    match language {
        Language::English => en,
        Language::French => fr,
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn made(config: &Config, checked: &Checked, language: Language) -> Made {
    let release = checked.release;
    let bundle = bundle::generate(config);
    let mut files =
        vec![File { name: "gantry.toml", purpose: purpose("gantry.toml", language), text: toml::gantry_toml(config) }];
    files.extend(bundle.files().map(|(name, text)| File {
        name,
        purpose: purpose(name, language),
        text: text.to_owned(),
    }));
    // What asks for a decision stands before what is only good to know.
    let mut remarks = prices(config, language);
    remarks.extend(release::remarks(release, !config.bundle.hide.is_empty(), language));
    Made {
        files,
        remarks,
        parts: parts(config, &bundle, release, language),
        proxy: proxies(config, language),
        space: space::snippets(config, checked, language),
        mount: Mount {
            server: config.server.to_string(),
            origin: config.server.origin().to_string(),
            stamp: bundle.stamp.clone(),
            login: config.login.as_ref().map(|login| login.url.clone()),
            profile: match &config.profile.target {
                ProfileTarget::Url(url) => Some(url.clone()),
                _ => None,
            },
            people: match &config.profile.target {
                ProfileTarget::People(people) => Some(people.clone()),
                _ => None,
            },
            allow: config.profile.allow.iter().map(ToString::to_string).collect(),
            hide: config.bundle.hide.clone(),
            room: checked.room.clone(),
        },
        stamp: bundle.stamp,
    }
}

/// What the chosen settings cost.
fn prices(config: &Config, language: Language) -> Vec<Remark> {
    let costs = |setting: settings::Setting| {
        let price = setting.risk.filter(|_| setting.set)?;
        let value = setting.asked.clone();
        let crate::config::Asked::Is(value) = value else { return None };
        let price = sentence(&translated(language, &price));
        Some(Remark::new(
            Severity::Warning,
            &format!("`{}` = `{value}`{} {price}", setting.id, pick(language, ":", " :")),
        ))
    };
    settings::all(config).into_iter().filter_map(costs).collect()
}

fn purpose(name: &str, language: Language) -> &'static str {
    match name {
        "gantry.toml" => pick(
            language,
            "the configuration, for the command line and for next time",
            "la configuration, pour la ligne de commande et pour la prochaine fois",
        ),
        "custom-script.js" => pick(
            language,
            "both custom scripts of Rocket.Chat, logged in and logged out",
            "les deux scripts personnalisés de Rocket.Chat, connecté et déconnecté",
        ),
        "custom.css" => pick(language, "Rocket.Chat's custom CSS", "la CSS personnalisée de Rocket.Chat"),
        "gantry.json" => pick(language, "for the page, beside auto.js", "pour la page, à côté de auto.js"),
        "overrides.env" => pick(
            language,
            "the other settings, as environment of Rocket.Chat's server",
            "les autres paramètres, en variables d'environnement du serveur Rocket.Chat",
        ),
        "compose.yaml" => pick(
            language,
            "script and CSS, as a fragment of a compose file",
            "script et CSS, en fragment d'un fichier compose",
        ),
        _ => pick(
            language,
            "every step by hand, as a file for a ticket",
            "toutes les étapes à la main, en fichier pour un ticket",
        ),
    }
}

fn proxies(config: &Config, language: Language) -> Vec<Proxy> {
    let one = |en, fr, finding: &'static Finding, lines: Vec<ProxyLines>| Proxy {
        title: pick(language, en, fr),
        why: finding.wording(language).effect,
        lines: lines.into_iter().map(|lines| (lines.proxy, comments(language, &lines.text))).collect(),
    };
    vec![
        one(
            "It says which pages may show the chat, and sends no X-Frame-Options of its own",
            "Il dit quelles pages peuvent afficher le chat, et n'envoie pas d'X-Frame-Options de son cru",
            &FRAMING_PROXY,
            proxy::framing(config),
        ),
        one(
            "It passes WebSocket connections on",
            "Il laisse passer les connexions WebSocket",
            &REALTIME_BLOCKED,
            proxy::upgrade(config),
        ),
        one(
            "It tells Rocket.Chat that the visitor came by https",
            "Il dit à Rocket.Chat que le visiteur est venu en https",
            &REDIRECT_LOOP,
            proxy::forwarded_scheme(),
        ),
        one(
            "It must not answer OPTIONS itself",
            "Il ne doit pas répondre lui-même à OPTIONS",
            &PREFLIGHT_EATEN,
            proxy::preflight(),
        ),
        one(
            "It must not add headers of its own for CORS",
            "Il ne doit pas ajouter d'en-têtes CORS de son cru",
            &CORS_TWICE,
            proxy::own_cors(),
        ),
    ]
}

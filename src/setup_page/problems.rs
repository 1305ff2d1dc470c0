//! From fields to a configuration, and what is to be said of each field.
//!
//! The rules are those of `gantry.toml`: what passes here is read there as the same configuration.

use serde::Serialize;

use super::address::without_page;
use super::fields::{Fields, Profile, carries_user, split};
use super::folder;
use super::remedies::{cause, remedy};
use super::room::{self, Typed};
use super::words::{end, origin_error, origin_note, pick, sentence, url_error};
use crate::config::check::UrlError;
use crate::config::site::{self, Site};
use crate::config::{BundleOptions, Config, KEPT, Login, ProfileOptions, ProfileTarget, SyncOptions, actions, check};
use crate::findings::server::{CORS_ONE_ORIGIN, FILES_OTHER_SITE, OTHER_SITE};
use crate::findings::{Finding, MIXED_CONTENT, RELEASE_NEWER, RELEASE_OLDER, Severity};
use crate::protocol::{Origin, Release, ServerUrl, Support};
use crate::session::words::Language;

/// What is said of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The field's name.
    pub field: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// What, in sentences.
    pub text: String,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// What the fields amount to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The configuration; none while something is wrong or missing.
    pub config: Option<Config>,
    /// The release of Rocket.Chat, the newest known where what was typed is none.
    pub release: Release,
    /// The folder of the package's files.
    pub folder: String,
    /// The room to try, as `mount` takes it; none where what was typed is none.
    pub room: Option<String>,
    /// What is said of the fields, in their order.
    pub problems: Vec<Problem>,
    /// Fields that are still empty and must not be.
    pub missing: Vec<&'static str>,
}

struct Check<'a> {
    fields: &'a Fields,
    language: Language,
    problems: Vec<Problem>,
    missing: Vec<&'static str>,
}

/// Checks the fields, for a page at an address.
#[must_use]
pub fn check(fields: &Fields, language: Language, page: &str) -> Checked {
    let mut check = Check { fields, language, problems: Vec::new(), missing: Vec::new() };
    let server = check.server();
    let origins = check.origins("origins", &fields.origins);
    if origins.is_empty() && split(&fields.origins).next().is_none() {
        check.missing.push("origins");
    }
    let release = check.release();
    if let Some(server) = &server {
        check.together(server, &origins, release);
    }
    let allow = check.origins("allow", &fields.allow);
    let profile = check.profile(&origins, &allow);
    let login = check.login();
    let folder = check.folder(&origins, page);
    let bundle = check.bundle(release);
    let wrong = check.problems.iter().any(|problem| problem.severity == Severity::Error.name());
    // What is installed is the same whatever room is tried.
    let room = check.room(server.as_ref());
    let config = match server {
        Some(server) if !wrong && !origins.is_empty() => Some(Config {
            server,
            origins,
            preset: fields.preset,
            profile: ProfileOptions { target: profile, allow, new_tab: fields.new_tab },
            login,
            bundle,
            settings: std::collections::BTreeMap::new(),
            keep: KEPT.map(String::from).into(),
            sync: SyncOptions::default(),
        }),
        _ => None,
    };
    Checked { config, release, folder, room, problems: check.problems, missing: check.missing }
}

impl Check<'_> {
    fn tell(&mut self, field: &'static str, severity: Severity, code: &'static str, text: String) {
        self.problems.push(Problem { field, severity: severity.name(), code, text, remedy: None });
    }

    fn finding(&mut self, field: &'static str, finding: &Finding) {
        let remedy = Some(remedy(finding, self.language));
        let text = cause(finding, self.language);
        self.problems.push(Problem { field, severity: finding.severity.name(), code: finding.code, text, remedy });
    }

    fn wrong_address(&mut self, field: &'static str, code: &'static str, written: &str, why: &str) {
        // Whoever typed a password should not have it shown back.
        let colon = pick(self.language, ":", " :");
        let text = if carries_user(written) || written.is_empty() {
            sentence(why)
        } else {
            format!("{written}{colon} {}", end(why))
        };
        self.tell(field, Severity::Error, code, text);
    }

    fn server(&mut self) -> Option<ServerUrl> {
        let written = self.fields.server.trim();
        if written.is_empty() {
            self.missing.push("server");
            return None;
        }
        let (address, page) = without_page(written);
        match ServerUrl::parse(address) {
            Ok(server) => {
                self.server_path(&server, page);
                Some(server)
            }
            Err(error) => {
                self.wrong_address("server", error.code(), written, &origin_error(error, self.language));
                None
            }
        }
    }

    fn server_path(&mut self, server: &ServerUrl, page: &str) {
        if !page.is_empty() {
            let text = match self.language {
                Language::English => {
                    format!("{server} is used: what follows it is the address of a page in Rocket.Chat ({page}).")
                }
                Language::French => {
                    format!("{server} est utilisé : la suite est l'adresse d'une page dans Rocket.Chat ({page}).")
                }
            };
            self.tell("server", Severity::Note, "server-page", text);
        } else if !server.path().is_empty() {
            let text = match self.language {
                Language::English => format!("Rocket.Chat is taken to lie below {}.", server.path()),
                Language::French => format!("Rocket.Chat est supposé se trouver sous {}.", server.path()),
            };
            self.tell("server", Severity::Note, "server-path", text);
        }
    }

    fn origins(&mut self, field: &'static str, text: &str) -> Vec<Origin> {
        let mut origins: Vec<Origin> = Vec::new();
        // A comma in a password makes two parts of it, of which only one tells.
        let hidden = carries_user(text);
        for written in split(text) {
            let (origin, notes) = match Origin::from_url(written) {
                Ok(read) => read,
                Err(error) => {
                    let shown = if hidden { "" } else { written };
                    self.wrong_address(field, error.code(), shown, &origin_error(error, self.language));
                    continue;
                }
            };
            if !notes.is_empty() {
                let why: Vec<_> = notes.iter().map(|note| origin_note(*note, self.language)).collect();
                let why = why.join("; ");
                let text = match self.language {
                    Language::English => format!("{origin} is used for {written} ({why})."),
                    Language::French => format!("{origin} est utilisé pour {written} ({why})."),
                };
                self.tell(field, Severity::Note, "origin-reduced", text);
            }
            if origins.contains(&origin) {
                let text = match self.language {
                    Language::English => format!("{origin} is there twice."),
                    Language::French => format!("{origin} y est deux fois."),
                };
                self.tell(field, Severity::Note, "origin-twice", text);
            } else {
                origins.push(origin);
            }
        }
        origins
    }

    fn release(&mut self) -> Release {
        let written = self.fields.release.trim().trim_start_matches(['v', 'V']).replace(',', ".");
        let Ok(release) = written.parse::<Release>() else {
            let text = pick(
                self.language,
                "This is no version of Rocket.Chat: write two numbers, like 6.5 or 8.8. The administration shows it \
                 under Workspace.",
                "Ce n'est pas une version de Rocket.Chat : écrivez deux nombres, comme 6.5 ou 8.8. L'administration la \
                 montre sous Espace de travail.",
            );
            self.tell("version", Severity::Error, "release", text.to_owned());
            return Release::NEWEST;
        };
        match release.support() {
            Support::Supported => {}
            Support::Older => self.finding("version", &RELEASE_OLDER),
            Support::Newer => self.finding("version", &RELEASE_NEWER),
        }
        release
    }

    /// What server and pages are to each other.
    fn together(&mut self, server: &ServerUrl, origins: &[Origin], release: Release) {
        let origin = server.origin();
        if !origin.is_https() && origins.iter().any(Origin::is_https) && !site::is_loopback(origin) {
            self.finding("server", &MIXED_CONTENT);
            return;
        }
        match site::of_all(origin, origins) {
            Site::Same => {}
            Site::Other => {
                self.finding("server", &OTHER_SITE);
                if self.fields.preset != crate::config::Preset::Ametys {
                    self.finding("server", &FILES_OTHER_SITE);
                }
            }
            Site::Unsure => {
                let text = pick(
                    self.language,
                    "Whether chat and pages are one site can't be told from their names. If they are registered apart, \
                     browsers keep the chat's cookies from the page: files stay empty, and a login elsewhere does not \
                     count here.",
                    "Les noms ne disent pas si le chat et les pages sont un même site. S'ils sont enregistrés séparément, \
                     les navigateurs cachent à la page les cookies du chat : les fichiers restent vides, et une \
                     connexion ailleurs ne compte pas ici.",
                );
                self.tell("server", Severity::Note, "site-unsure", text.to_owned());
            }
        }
        if server.path().trim_matches('/').is_empty() && origins.contains(origin) {
            let text = pick(
                self.language,
                "This is the address of a project space too. Rocket.Chat needs one of its own, for instance a \
                 sub-domain, or a path below this one.",
                "C'est aussi l'adresse d'un espace projet. Rocket.Chat a besoin de la sienne, par exemple un \
                 sous-domaine, ou un chemin sous celle-ci.",
            );
            self.tell("server", Severity::Warning, "server-is-space", text.to_owned());
        }
        let open = |origin: &Origin| !origin.is_https() && !site::is_loopback(origin);
        if open(origin) || origins.iter().any(open) {
            let text = pick(
                self.language,
                "Without https anybody on the way can read along, passwords and tokens too.",
                "Sans https, n'importe qui sur le chemin peut tout lire, mots de passe et jetons compris.",
            );
            self.tell("server", Severity::Warning, "without-https", text.to_owned());
        }
        if release.major < 4 && origins.len() > 1 {
            self.finding("origins", &CORS_ONE_ORIGIN);
        }
    }

    fn profile(&mut self, pages: &[Origin], allow: &[Origin]) -> ProfileTarget {
        let fields = self.fields;
        match fields.profile {
            Profile::Url => {
                let url = fields.url.trim();
                if let Err(error) = check::profile_url(url, pages, allow) {
                    self.wrong_address("url", error.code(), url, &url_error(&error, self.language));
                }
                ProfileTarget::Url(url.to_owned())
            }
            Profile::People => {
                let people = fields.people.trim();
                if let Err(error) = check::file_beside(people) {
                    self.wrong_address("people", error.code(), people, &url_error(&error, self.language));
                }
                ProfileTarget::People(people.to_owned())
            }
            Profile::None => ProfileTarget::None,
        }
    }

    fn login(&mut self) -> Option<Login> {
        if !self.fields.back_end {
            return None;
        }
        let url = self.fields.login.trim();
        if let Err(error) = check::own_path(url) {
            // A whole address is none of the ways out here.
            let error = if error == UrlError::NotRooted { UrlError::NotSameOrigin } else { error };
            self.wrong_address("login", error.code(), url, &url_error(&error, self.language));
        }
        Some(Login { url: url.to_owned() })
    }

    fn folder(&mut self, origins: &[Origin], page: &str) -> String {
        folder::holds(self.fields, origins, page).unwrap_or_else(|| {
            let error = UrlError::NotSameOrigin;
            self.wrong_address("folder", error.code(), self.fields.folder.trim(), &url_error(&error, self.language));
            String::new()
        })
    }

    fn room(&mut self, server: Option<&ServerUrl>) -> Option<String> {
        let typed = room::read(&self.fields.room, server);
        let (en, fr) = match &typed {
            Typed::Room(_) => return typed.path().map(str::to_owned),
            Typed::Address(path) => {
                let text = match self.language {
                    Language::English => format!("{path} is used."),
                    Language::French => format!("{path} est utilisé."),
                };
                self.tell("room", Severity::Note, "room-address", text);
                return Some(path.clone());
            }
            Typed::Name(name) => (
                format!("Write group/{name} if the room is private, channel/{name} if it is public."),
                format!("Écrivez group/{name} si le salon est privé, channel/{name} s'il est public."),
            ),
            Typed::Elsewhere => (
                "This is no address of a room on the chat server above: write group/name or channel/name.".to_owned(),
                "Ce n'est pas l'adresse d'un salon du serveur de chat ci-dessus : écrivez group/nom ou channel/nom."
                    .to_owned(),
            ),
            Typed::Wrong => (
                "This is no room: write group/name if it is private, channel/name if it is public, or paste the room's \
                 address."
                    .to_owned(),
                "Ce n'est pas un salon : écrivez group/nom s'il est privé, channel/nom s'il est public, ou collez \
                 l'adresse du salon."
                    .to_owned(),
            ),
        };
        let text = if self.language == Language::English { en } else { fr };
        self.tell("room", Severity::Error, "room-path", text);
        None
    }

    fn bundle(&mut self, release: Release) -> BundleOptions {
        let fields = self.fields;
        let mut options = BundleOptions { card: fields.card(), ..fields.preset.bundle() };
        let radius = fields.radius.trim();
        if check::is_css_length(radius) {
            options.avatar_radius = Some(radius.to_owned());
        } else if !radius.is_empty() {
            let text = pick(
                self.language,
                "This is no length: write one like 100px or 50%.",
                "Ce n'est pas une longueur : écrivez par exemple 100px ou 50%.",
            );
            self.tell("radius", Severity::Error, "config-radius", text.to_owned());
        }
        if let Some(hide) = &fields.hide {
            options.hide.clear();
            for id in hide {
                if actions::find(id).is_some() && !options.hide.contains(id) {
                    options.hide.push(id.clone());
                }
            }
        }
        let late: Vec<&str> = options
            .hide
            .iter()
            .filter(|id| actions::find(id).is_some_and(|action| !action.has_style()))
            .map(String::as_str)
            .collect();
        if release < Release::new(6, 6) && !late.is_empty() {
            let late = late.join(", ");
            let text = match self.language {
                Language::English => format!("Before 6.6, these can't be hidden: {late}."),
                Language::French => format!("Avant 6.6, ceci ne peut pas être masqué : {late}."),
            };
            self.tell("hide", Severity::Note, "hide-needs-6.6", text);
        }
        options
    }
}

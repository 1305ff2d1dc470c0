//! What all pages have: the layout, the navigation, the choices at the foot.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use super::Login;
use super::members::Member;
use super::preferences::{NOBODY, Visitor};
use super::routes::Space;
use super::template::{Markup, Value, fill};
use super::texts::{Language, text};

const LAYOUT: &str = include_str!("../../../www/demo/layout.html");
const CHOICE: &str = include_str!("../../../www/demo/choice.html");

/// A page being made for a visitor.
pub(super) struct Page<'a> {
    pub space: &'a Space,
    pub visitor: Visitor,
    /// The path and query to come back to after a choice at the foot of the page.
    back: String,
    /// Which entry of the navigation is the page's own; empty for none.
    current: &'static str,
}

impl<'a> Page<'a> {
    pub fn new(space: &'a Space, headers: &HeaderMap, back: &str, current: &'static str) -> Self {
        Self { space, visitor: Visitor::of(headers), back: back.to_owned(), current }
    }

    pub fn language(&self) -> Language {
        self.visitor.language
    }

    pub fn text(&self, key: &str) -> String {
        text(key, self.language()).unwrap_or(key).to_owned()
    }

    /// Fills a template; `room` and `room-name` are known to each.
    pub fn fill(&self, template: &str, values: &[(&str, Value)]) -> Markup {
        let room = self.space.options.room.as_str();
        let mut all = values.to_vec();
        all.extend([("room", room.into()), ("room-name", room_name(room).into())]);
        fill(template, self.language(), &all)
    }

    /// The member of this username. A real Rocket.Chat's people are not known here, so each has a page.
    pub fn find(&self, username: &str) -> Option<Member> {
        let known = self.space.options.members.iter().find(|member| member.username == username).cloned();
        let real = !self.has_standin();
        known.or_else(|| real.then(|| Member::new(username, username, None)))
    }

    pub fn has_standin(&self) -> bool {
        matches!(self.space.options.login, Login::StandIn(_))
    }

    /// Who the visitor is, as people read it.
    fn who(&self) -> String {
        match self.visitor.member.as_deref() {
            None => self.text("bar.nobody"),
            Some(_) if !self.has_standin() => self.text("bar.member.choice"),
            Some(username) => self.find(username).map_or_else(|| self.text("bar.nobody"), |member| member.name),
        }
    }

    /// The members that a visitor can be: with a real Rocket.Chat, only the one whose session was given.
    fn choices(&self) -> Markup {
        let (member, nobody) = (self.text("bar.member.choice"), self.text("bar.nobody.choice"));
        let choices: &[(&str, &str)] = if self.has_standin() {
            &[("alice", "Alice"), ("bob", "Bob"), (NOBODY, &nobody)]
        } else {
            &[("alice", &member), (NOBODY, &nobody)]
        };
        let visitor = self.visitor.member.as_deref().unwrap_or(NOBODY);
        let mut markup = Markup::default();
        for (value, label) in choices {
            let pressed = pressed(*value == visitor);
            let values = [("value", (*value).into()), ("label", (*label).into()), ("pressed", pressed)];
            markup.push(&self.fill(CHOICE, &values));
        }
        markup
    }

    /// The finished page, with `head` in its head.
    pub fn show(self, title: &str, head: &'static str, content: Markup) -> Response {
        let language = self.language();
        let second = if self.space.options.second { self.text("space.second") } else { String::new() };
        let mut values: Vec<(&str, Value)> = vec![
            ("title", title.into()),
            ("head", Markup::fixed(head).into()),
            ("content", content.into()),
            ("lang", language.tag().into()),
            ("back", self.back.as_str().into()),
            ("who", self.who().into()),
            ("choices", self.choices().into()),
            ("space", second.into()),
            ("is-en", pressed(language == Language::English)),
            ("is-fr", pressed(language == Language::French)),
        ];
        for entry in ["home", "members", "chat", "simple", "badges", "server"] {
            let own = if entry == self.current { " aria-current=\"page\"" } else { "" };
            values.push((entry, Markup::fixed(own).into()));
        }
        let mut response = Html(self.fill(LAYOUT, &values).into_string()).into_response();
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
        response
    }
}

fn pressed(is: bool) -> Value {
    if is { "true".into() } else { "false".into() }
}

/// The room's own name, without its type.
pub(super) fn room_name(room: &str) -> &str {
    room.split_once('/').map_or(room, |(_, name)| name)
}

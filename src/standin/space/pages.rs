//! The pages.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};

use super::Login;
use super::members::Member;
use super::preferences::Visitor;
use super::routes::Space;
use super::template::{Markup, Value, fill};
use super::texts::{Language, text};

const LAYOUT: &str = include_str!("../../../www/demo/layout.html");
const HOME: &str = include_str!("../../../www/demo/home.html");
const MEMBERS: &str = include_str!("../../../www/demo/members.html");
const CARD: &str = include_str!("../../../www/demo/card.html");
const PROFILE: &str = include_str!("../../../www/demo/profile.html");
const CHAT: &str = include_str!("../../../www/demo/chat.html");
const SIMPLE: &str = include_str!("../../../www/demo/simple.html");
const BADGES: &str = include_str!("../../../www/demo/badges.html");
const MISSING: &str = include_str!("../../../www/demo/missing.html");

/// The tags that a page with a panel has in its head, beyond the layout's.
const PANEL_HEAD: &str = concat!(
    "<link rel=\"stylesheet\" href=\"/demo/panel.css\">\n",
    "  <script type=\"module\" src=\"/demo/chat.js\"></script>"
);

/// A page being made for a visitor.
struct Page<'a> {
    space: &'a Space,
    visitor: Visitor,
    /// The path and query to come back to after a choice at the foot of the page.
    back: String,
    /// Which entry of the navigation is the page's own; empty for none.
    current: &'static str,
}

impl<'a> Page<'a> {
    fn new(space: &'a Space, headers: &HeaderMap, path: &str, current: &'static str) -> Self {
        Self { space, visitor: Visitor::of(headers), back: path.to_owned(), current }
    }

    fn language(&self) -> Language {
        self.visitor.language
    }

    fn text(&self, key: &str) -> String {
        text(key, self.language()).unwrap_or(key).to_owned()
    }

    fn fill(&self, template: &str, values: &[(&str, Value)]) -> Markup {
        fill(template, self.language(), values)
    }

    fn member(&self) -> Option<&Member> {
        let username = self.visitor.member.as_deref()?;
        self.space.options.members.iter().find(|member| member.username == username)
    }

    fn show(self, title: &str, head: &'static str, content: Markup) -> Response {
        let options = &self.space.options;
        let mut values: Vec<(&str, Value)> = vec![
            ("title", title.into()),
            ("head", Markup::fixed(head).into()),
            ("content", content.into()),
            ("lang", self.language().tag().into()),
            ("room", options.room.as_str().into()),
            ("room-name", room_name(&options.room).into()),
            ("back", self.back.as_str().into()),
            ("who", self.member().map_or_else(|| self.text("bar.nobody"), |member| member.name.clone()).into()),
            ("space", if options.second { self.text("space.second") } else { String::new() }.into()),
        ];
        for entry in ["home", "members", "chat", "simple", "badges"] {
            let own = if entry == self.current { " aria-current=\"page\"" } else { "" };
            values.push((entry, Markup::fixed(own).into()));
        }
        let visitor = self.visitor.member.as_deref().unwrap_or("nobody");
        for (key, chosen) in [
            ("is-alice", visitor == "alice"),
            ("is-bob", visitor == "bob"),
            ("is-nobody", visitor == "nobody"),
            ("is-en", self.language() == Language::English),
            ("is-fr", self.language() == Language::French),
        ] {
            values.push((key, if chosen { "true" } else { "false" }.into()));
        }
        let mut response = Html(self.fill(LAYOUT, &values).into_string()).into_response();
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
        response
    }
}

/// The room's own name, without its type.
fn room_name(room: &str) -> &str {
    room.split_once('/').map_or(room, |(_, name)| name)
}

/// `/`
pub(super) async fn home(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/", "home");
    let mut faces = Markup::default();
    for member in &space.options.members {
        faces.push(&card(&page, member));
    }
    let room = space.options.room.as_str();
    let content =
        page.fill(HOME, &[("room", room.into()), ("room-name", room_name(room).into()), ("members", faces.into())]);
    let title = page.text("nav.home");
    page.show(&title, "", content)
}

fn card(page: &Page<'_>, member: &Member) -> Markup {
    page.fill(
        CARD,
        &[
            ("name", member.name.as_str().into()),
            ("path", member.path().into()),
            ("initials", member.initials().into()),
            ("role", member.role(page.language()).into()),
        ],
    )
}

/// `/members/`
pub(super) async fn members(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/members/", "members");
    let mut cards = Markup::default();
    for member in &space.options.members {
        cards.push(&card(&page, member));
    }
    let content = page.fill(MEMBERS, &[("members", cards.into())]);
    let title = page.text("nav.members");
    page.show(&title, "", content)
}

/// `/members/{username}`
pub(super) async fn profile(
    State(space): State<Space>,
    Path(username): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let page = Page::new(&space, &headers, uri.path(), "members");
    let Some(member) = space.options.members.iter().find(|member| member.username == username) else {
        return not_found(page, "missing.member", &username);
    };
    let content = page.fill(
        PROFILE,
        &[
            ("username", member.username.as_str().into()),
            ("name", member.name.as_str().into()),
            ("initials", member.initials().into()),
            ("role", member.role(page.language()).into()),
            ("mail", member.mail().into()),
            ("room", space.options.room.as_str().into()),
        ],
    );
    page.show(&member.name, "", content)
}

/// `/chat`, with the panel; `?room=` shows another room.
pub(super) async fn chat(State(space): State<Space>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let back = query.map_or_else(|| "/chat".to_owned(), |query| format!("/chat?{query}"));
    let page = Page::new(&space, &headers, &back, "chat");
    let standin = matches!(space.options.login, Login::StandIn(_));
    let in_frame = matches!(space.options.login, Login::Frame);
    let content = page.fill(
        CHAT,
        &[
            ("room", space.options.room.as_str().into()),
            ("standin", if standin { "yes" } else { "no" }.into()),
            ("login", if in_frame { "in-frame" } else { "by-token" }.into()),
        ],
    );
    let title = page.text("nav.chat");
    page.show(&title, PANEL_HEAD, content)
}

/// `/simple`: nothing but the two lines of HTML.
pub(super) async fn simple(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/simple", "simple");
    let content = page.fill(SIMPLE, &[("room", space.options.room.as_str().into())]);
    let title = page.text("nav.simple");
    page.show(&title, "", content)
}

/// `/badges`: unread counts without a chat to see.
pub(super) async fn badges(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/badges", "badges");
    let content = page.fill(BADGES, &[("room", space.options.room.as_str().into())]);
    let title = page.text("nav.badges");
    page.show(&title, "", content)
}

/// Every other address.
pub(super) async fn missing(State(space): State<Space>, headers: HeaderMap, uri: Uri) -> Response {
    let page = Page::new(&space, &headers, "/", "");
    not_found(page, "missing.page", uri.path())
}

fn not_found(page: Page<'_>, reason: &str, what: &str) -> Response {
    let reason = page.text(reason);
    let content = page.fill(MISSING, &[("reason", reason.into()), ("what", what.into())]);
    let title = page.text("missing.title");
    let mut response = page.show(&title, "", content);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

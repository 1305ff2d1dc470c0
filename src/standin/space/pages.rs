//! The pages, one function each.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;

use super::Login;
use super::members::Member;
use super::page::{Page, room_name};
use super::routes::Space;
use super::template::Markup;

const HOME: &str = include_str!("../../../www/demo/home.html");
const MEMBERS: &str = include_str!("../../../www/demo/members.html");
const CARD: &str = include_str!("../../../www/demo/card.html");
const PROFILE: &str = include_str!("../../../www/demo/profile.html");
const CHAT: &str = include_str!("../../../www/demo/chat.html");
const SIMPLE: &str = include_str!("../../../www/demo/simple.html");
const SIMPLE_HEAD: &str = include_str!("../../../www/demo/simple-head.html");
const SIMPLE_PLACE: &str = include_str!("../../../www/demo/simple-place.html");
const BADGES: &str = include_str!("../../../www/demo/badges.html");
const BADGES_WATCH: &str = include_str!("../../../www/demo/badges-watch.html");
const BADGES_FRAME: &str = include_str!("../../../www/demo/badges-frame.html");
const ROOM_COUNT: &str = include_str!("../../../www/demo/room-count.html");
const ROOM_OPTION: &str = include_str!("../../../www/demo/room-option.html");
const WORDS: &str = include_str!("../../../www/demo/words.html");
const MISSING: &str = include_str!("../../../www/demo/missing.html");

/// What the chat page has in its head beyond the layout's.
const CHAT_HEAD: &str = concat!(
    "<link rel=\"stylesheet\" href=\"/demo/panel.css\">\n",
    "  <script type=\"module\" src=\"/demo/chat.js\"></script>"
);

/// The stand-in's rooms.
const ROOMS: [&str; 3] = ["group/projet-alpha", "group/autre-projet", "channel/general"];

fn cards(page: &Page<'_>) -> Markup {
    let mut cards = Markup::default();
    for member in &page.space.options.members {
        let values = [
            ("name", member.name.as_str().into()),
            ("path", member.path().into()),
            ("initials", member.initials().into()),
            ("role", member.role(page.language()).into()),
        ];
        cards.push(&page.fill(CARD, &values));
    }
    cards
}

/// `template` for each room that the pages know of.
fn rooms(page: &Page<'_>, template: &str) -> Markup {
    let own = page.space.options.room.as_str();
    let others = ROOMS.into_iter().filter(|room| page.has_standin() && *room != own);
    let mut rooms = Markup::default();
    for room in std::iter::once(own).chain(others) {
        rooms.push(&page.fill(template, &[("room", room.into()), ("room-name", room_name(room).into())]));
    }
    rooms
}

/// `/`
pub(super) async fn home(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/", "home");
    let content = page.fill(HOME, &[("members", cards(&page).into())]);
    let title = page.text("nav.home");
    page.show(&title, "", content)
}

/// `/members/`
pub(super) async fn members(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/members/", "members");
    let content = page.fill(MEMBERS, &[("members", cards(&page).into())]);
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
    match page.find(&username) {
        Some(member) => profile_of(page, &member),
        None => not_found(page, "missing.member", &username),
    }
}

fn profile_of(page: Page<'_>, member: &Member) -> Response {
    let values = [
        ("username", member.username.as_str().into()),
        ("name", member.name.as_str().into()),
        ("initials", member.initials().into()),
        ("role", member.role(page.language()).into()),
        ("mail", member.mail().into()),
    ];
    let content = page.fill(PROFILE, &values);
    page.show(&member.name, "", content)
}

/// `/chat`, with the panel; `?room=` shows another room.
pub(super) async fn chat(State(space): State<Space>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let back = query.map_or_else(|| "/chat".to_owned(), |query| format!("/chat?{query}"));
    let page = Page::new(&space, &headers, &back, "chat");
    let standin = if page.has_standin() { "yes" } else { "no" };
    let login = if matches!(space.options.login, Login::Frame) { "in-frame" } else { "by-token" };
    let content = page.fill(
        CHAT,
        &[
            ("standin", standin.into()),
            ("login", login.into()),
            ("rooms", rooms(&page, ROOM_OPTION).into()),
            ("words", page.fill(WORDS, &[]).into()),
        ],
    );
    let title = page.text("nav.chat");
    page.show(&title, CHAT_HEAD, content)
}

/// `/simple`: nothing but the two lines of HTML.
pub(super) async fn simple(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/simple", "simple");
    // What the page shows as text is what it has as markup.
    let place = page.fill(SIMPLE_PLACE, &[]);
    let lines = format!("{}{}", SIMPLE_HEAD, place.clone().into_string());
    let content = page.fill(SIMPLE, &[("lines", lines.into()), ("place", place.into())]);
    let title = page.text("nav.simple");
    page.show(&title, SIMPLE_HEAD, content)
}

/// `/badges`: unread counts without a chat to see.
pub(super) async fn badges(State(space): State<Space>, headers: HeaderMap) -> Response {
    let page = Page::new(&space, &headers, "/badges", "badges");
    // Who logs in inside the chat has no token that the page could count with.
    let counting = if matches!(space.options.login, Login::Frame) { BADGES_FRAME } else { BADGES_WATCH };
    let counting = page.fill(counting, &[("words", page.fill(WORDS, &[]).into())]);
    let content = page.fill(BADGES, &[("rooms", rooms(&page, ROOM_COUNT).into()), ("counting", counting.into())]);
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

//! Addresses and rooms as people and chats write them: server, origin, room, link, template, username, one a line.

use gantry::config::check;
use gantry::profile::Template;
use gantry::protocol::room::embedded_link;
use gantry::protocol::{Origin, Release, RoomPath, ServerUrl};

const SERVER: &str = "https://chat.example.org";

/// What is accepted is accepted again as it was written down; a room or link stays on the server; a person's values
/// never change where a template leads.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (server, origin, room, link, template, name) = (line(), line(), line(), line(), line(), line());
    let server = ServerUrl::parse(server).ok();
    if let Some(server) = &server {
        assert_eq!(ServerUrl::parse(&server.to_string()).as_ref(), Ok(server));
    }
    if let Ok((origin, _)) = Origin::from_url(origin) {
        assert_eq!(Origin::from_url(origin.as_str()).map(|(origin, _)| origin), Ok(origin.clone()));
        let (scheme, host) = origin.as_str().split_once("://").unwrap_or_default();
        assert!(matches!(scheme, "http" | "https") && !host.is_empty(), "{origin}");
        assert!(!host.contains(['/', '?', '#', '@', '*', '\\', ' ']), "{origin}");
    }
    if let Ok(room) = RoomPath::parse(room) {
        on_the_server(&room.embedded(), server.as_ref());
    }
    let path = server.as_ref().map_or("", ServerUrl::path);
    if let Some(path) = embedded_link(link, path) {
        assert!(path.contains("layout=embedded"), "{path}");
        on_the_server(&path, server.as_ref());
    }
    profile(template, name);
    if let Ok(release) = name.parse::<Release>() {
        assert_eq!(release.to_string().parse(), Ok(release));
    }
    let _ = (check::own_path(link), check::file_beside(link), check::is_css_length(name));
}

/// Nothing but characters of an address, and on the server's origin.
pub fn on_the_server(path: &str, server: Option<&ServerUrl>) {
    assert!(path.starts_with('/') && !path.chars().any(char::is_control), "{path:?}");
    let Some(server) = server else { return };
    let url = server.join(path);
    let (origin, _) = Origin::from_url(&url).unwrap_or_else(|error| panic!("{url}: {error}"));
    assert_eq!(&origin, server.origin(), "{url}");
}

/// Wherever a template leads, a name does not change that.
pub fn profile(template: &str, name: &str) {
    let Ok(template) = Template::parse(template) else { return };
    let fill = |name| template.fill(&[name; 4]);
    let (Some(usual), Some(url)) = (fill("alice"), fill(name)) else { return };
    assert_eq!(home(&usual), home(&url), "{url}");
    let separators = |url: &str| url.chars().filter(|c| matches!(c, '/' | '?' | '#' | '\\' | '@' | ':')).count();
    assert_eq!(separators(&usual), separators(&url), "a name is one piece of an address: {url}");
}

/// Where an address leads: its origin, or the page's own.
fn home(url: &str) -> String {
    match Origin::from_url(url) {
        Ok((origin, _)) => origin.to_string(),
        Err(_) if url.starts_with("//") => home(&format!("https:{url}")),
        Err(_) if url.starts_with('/') => home(&format!("{SERVER}{url}")),
        Err(_) => home(&format!("{SERVER}/{url}")),
    }
}

//! The folder on the project spaces that the package's files lie in.

use super::fields::Fields;
use crate::protocol::Origin;

const USUAL: &str = "/gantry/";

/// The folder that holds: the one that was typed, else the one that the set-up page itself is served from by a project
/// space, else `/gantry/`. None for what is no folder on the page's own origin.
#[must_use]
pub fn holds(fields: &Fields, origins: &[Origin], page: &str) -> Option<String> {
    let typed = fields.folder.trim();
    if typed.is_empty() {
        return Some(own(origins, page).unwrap_or_else(|| USUAL.to_owned()));
    }
    let folder = format!("{}/", typed.trim_end_matches('/'));
    is_plain(&folder).then_some(folder)
}

/// Below which folder a project space serves this page.
fn own(origins: &[Origin], page: &str) -> Option<String> {
    let (origin, _) = Origin::from_url(page).ok()?;
    let (_, rest) = page.split_once("://")?;
    let path = rest.get(rest.find('/')?..)?;
    let path = path.split(['?', '#']).next()?;
    let folder = path.strip_suffix("index.html").unwrap_or(path).strip_suffix("setup/")?;
    (origins.contains(&origin) && is_plain(folder)).then(|| folder.to_owned())
}

/// Whether a folder may stand in an attribute and in an address as it is.
fn is_plain(folder: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~%@+".contains(&byte);
    folder.starts_with('/') && folder.ends_with('/') && !folder.contains("//") && folder.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(typed: &str, page: &str) -> Option<String> {
        let origins = [Origin::from_url("https://projects.example.org").unwrap().0];
        holds(&Fields { folder: typed.into(), ..Fields::default() }, &origins, page)
    }

    #[test]
    fn the_pages_own_folder_holds_where_a_project_space_serves_it() {
        for (page, folder) in [
            ("https://projects.example.org/intranet/gantry/setup/", "/intranet/gantry/"),
            ("https://projects.example.org/intranet/gantry/setup/index.html?x#y", "/intranet/gantry/"),
            ("https://projects.example.org/setup/", "/"),
            ("https://elsewhere.example.org/intranet/gantry/setup/", "/gantry/"),
            ("https://projects.example.org/page/", "/gantry/"),
            ("https://projects.example.org//a.example/setup/", "/gantry/"),
            ("https://projects.example.org/\"x/setup/", "/gantry/"),
            ("https://projects.example.org", "/gantry/"),
            ("file:///gantry/setup/index.html", "/gantry/"),
            ("", "/gantry/"),
        ] {
            assert_eq!(holding("", page).as_deref(), Some(folder), "{page}");
        }
    }

    #[test]
    fn a_typed_folder_holds_before_all_and_is_a_path_of_the_page() {
        let page = "https://projects.example.org/intranet/gantry/setup/";
        assert_eq!(holding(" /files/chat ", page).as_deref(), Some("/files/chat/"));
        assert_eq!(holding("/", page).as_deref(), Some("/"));
        for wrong in ["files", "//a.example/", "https://a.example/", "/a b/", "/\"><script>/", "/a?b/", "/a//b"] {
            assert_eq!(holding(wrong, page), None, "{wrong}");
        }
    }
}

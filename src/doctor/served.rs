//! The files with custom scripts and custom CSS, as a browser gets them.

use crate::config::Config;
use crate::findings::server::{SCRIPT_CUT, SCRIPT_NOT_ASCII, SCRIPT_NOT_SERVED};
use crate::protocol::Origin;
use crate::rest::Answer;

use super::calls::{self, Calls, came, header};
use super::known::Known;
use super::report::{Found, Report, Topic, Why};
use super::script_text::{self, Verdict};

/// In the order in which Rocket.Chat puts them into its file.
pub(super) const SCRIPTS: [&str; 3] =
    ["Custom_Script_Logged_Out", "Custom_Script_Logged_In", "Custom_Script_On_Logout"];
pub(super) const STYLE: &str = "theme-custom-css";

/// Asks for both files under the addresses that the page names. `readable` says whether the settings' texts could be
/// read: where one is broken already, a broken file is no news.
pub(super) fn look(
    calls: &mut Calls,
    config: &Config,
    page: &Answer,
    known: &Known,
    readable: bool,
    report: &mut Report,
) {
    let texts: Vec<String> = SCRIPTS.iter().filter_map(|id| known.text(id)).map(without_returns).collect();
    if texts.len() < SCRIPTS.len() || !readable {
        return;
    }
    let ascii = texts.iter().all(|text| text.is_ascii());
    match file(calls, config, page, "scripts", "src") {
        Ok((url, body)) => {
            let has_all = texts.iter().all(|text| body.contains(text.trim_end()));
            let whole = has_all && !matches!(script_text::script(&body), Verdict::Broken { .. });
            if !whole && !ascii {
                cut(calls, &url, &SCRIPTS, known, report);
            } else if !has_all {
                report.add(Found::new(&SCRIPT_NOT_SERVED, format!("GET {url}")).about(&SCRIPTS));
            }
        }
        Err(_) if !ascii => report.add(not_ascii(&SCRIPTS, known)),
        Err(why) => report.skip(Topic::ServedFiles, why),
    }
    let Some(style) = known.text(STYLE).map(without_returns).filter(|style| !style.is_ascii()) else { return };
    match file(calls, config, page, "css-theme", "href") {
        // Only its end can be missing; the rest may have gone through a compiler.
        Ok((_, body)) if body.trim_end().ends_with(end(style.trim_end())) => {}
        _ => report.add(not_ascii(&[STYLE], known)),
    }
}

/// The file that an element of the page names, asked for without compression, and its address.
fn file(calls: &mut Calls, config: &Config, page: &Answer, id: &str, key: &str) -> Result<(String, String), Why> {
    let link = attribute(&page.body, id, key).ok_or_else(|| Why::NoAnswer(format!("id={id}")))?;
    let server = config.server.origin();
    let url = if link.starts_with('/') && !link.starts_with("//") { format!("{server}{link}") } else { link };
    match Origin::from_url(&url) {
        Ok((origin, _)) if origin == *server => {}
        Ok((origin, _)) => return Err(Why::OtherHost(origin.to_string())),
        Err(_) => return Err(Why::NoAnswer(url)),
    }
    let answer = calls.get_url(&url, vec![("accept-encoding", "identity".to_owned())]);
    match answer {
        Ok(answer)
            if answer.status == 200 && !calls::is_html(&answer) && header(&answer, "content-encoding").is_none() =>
        {
            Ok((url, without_returns(&answer.body)))
        }
        Ok(answer) => Err(Why::NoAnswer(came(&format!("GET {url}"), &answer))),
        Err(broken) => Err(Why::NoAnswer(calls::words(&broken))),
    }
}

/// The file lacks its end. Where compression reaches the server, browsers get it whole all the same.
fn cut(calls: &mut Calls, url: &str, ids: &[&'static str], known: &Known, report: &mut Report) {
    let answer = calls.get_url(url, vec![("accept-encoding", "gzip".to_owned())]);
    let compressed = answer.as_ref().map_or(true, |answer| header(answer, "content-encoding").is_some());
    if compressed {
        report.add(not_ascii(ids, known));
    } else {
        let found = not_ascii(ids, known);
        report.add(Found { finding: &SCRIPT_CUT, detail: format!("GET {url}; {}", found.detail), ..found });
    }
}

fn not_ascii(ids: &[&'static str], known: &Known) -> Found {
    let mut places = Vec::new();
    let mut about = Vec::new();
    for id in ids {
        let text = known.text(id).unwrap_or_default();
        if let Some((line, sign)) = text
            .lines()
            .enumerate()
            .find_map(|(index, line)| line.chars().find(|sign| !sign.is_ascii()).map(|sign| (index + 1, sign)))
        {
            places.push(format!("{id}:{line}: {sign}"));
            about.push(*id);
        }
    }
    Found::new(&SCRIPT_NOT_ASCII, places.join("; ")).about(&about)
}

/// An attribute of the element with this id.
fn attribute(page: &str, id: &str, key: &str) -> Option<String> {
    let at = page.find(&format!("id=\"{id}\""))?;
    let start = page.get(..at)?.rfind('<')?;
    let tag = page.get(start..)?.split('>').next()?;
    let (_, value) = tag.split_once(&format!(" {key}=\""))?;
    value.split('"').next().map(str::to_owned)
}

fn end(text: &str) -> &str {
    let from = text.char_indices().rev().nth(15).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or(text)
}

fn without_returns(text: impl AsRef<str>) -> String {
    text.as_ref().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_by_its_id() {
        let page = r#"<link id="css-theme" rel="stylesheet" href="/css-theme_0.css"><script id="scripts" type="text/javascript" src="/scripts_1.js"></script>"#;
        assert_eq!(attribute(page, "scripts", "src").as_deref(), Some("/scripts_1.js"));
        assert_eq!(attribute(page, "css-theme", "href").as_deref(), Some("/css-theme_0.css"));
        assert_eq!(attribute(page, "other", "src"), None);
        assert_eq!(end("abc"), "abc");
    }
}

//! Whether every page that docks the chat may show it in a frame.

use crate::bundle::proxy;
use crate::config::Config;
use crate::findings::FRAMING_BLOCKED;
use crate::findings::server::{FRAMING_ANCESTORS, FRAMING_PROXY, FRAMING_RESTRICTED, FRAMING_TWICE, PAGE_MISSING};
use crate::protocol::Origin;
use crate::rest::Answer;

use super::ancestors;
use super::calls::{self, Calls, came, headers};
use super::known::Known;
use super::reach;
use super::report::{Found, Report, Topic, Why};

const RESTRICT: &str = "Iframe_Restrict_Access";
const PAGE: &str = "/home?layout=embedded";

/// Asks for the page in the frame; none if there is none.
pub(super) fn page(calls: &mut Calls, config: &Config, report: &mut Report) -> Option<Answer> {
    let call = format!("GET {}", config.server.join(PAGE));
    match calls.get(PAGE) {
        Ok(answer) if answer.status == 200 && calls::is_html(&answer) => return Some(answer),
        Ok(answer) if answer.status == 429 => report.skip(Topic::Page, Why::NoAnswer(came(&call, &answer))),
        Ok(answer) if (300..400).contains(&answer.status) => report.add(reach::redirected(config, &answer, PAGE)),
        Ok(answer) => report.add(Found::new(&PAGE_MISSING, came(&call, &answer))),
        Err(broken) => report.skip(Topic::Page, Why::NoAnswer(calls::words(&broken))),
    }
    None
}

/// Reads the page's headers as a browser would for each project space.
pub(super) fn look(page: &Answer, config: &Config, known: &Known, report: &mut Report) {
    let server = config.server.origin();
    let policies: Vec<&str> = headers(page, "content-security-policy").collect();
    if ancestors::is_said(&policies) {
        let left_out = names(config.origins.iter().filter(|origin| !ancestors::allow(&policies, origin, server)));
        if !left_out.is_empty() {
            let said = policies.iter().filter(|policy| ancestors::is_said(&[policy])).copied().collect::<Vec<_>>();
            let detail = format!("Content-Security-Policy: {}; origins: {left_out}", said.join(" | "));
            report.add(Found::new(&FRAMING_ANCESTORS, detail).with_lines(proxy::framing(config)));
        }
        return;
    }
    let values: Vec<String> = headers(page, "x-frame-options")
        .flat_map(|value| value.split(','))
        .map(|value| value.trim().to_ascii_lowercase())
        .filter(|value| !value.is_empty())
        .collect();
    let blocked = names(config.origins.iter().filter(|origin| ancestors::options_block(&values, origin, server)));
    if blocked.is_empty() {
        return;
    }
    let mut detail = format!("X-Frame-Options: {}; origins: {blocked}", values.join(", "));
    let restricted = known.is_on(RESTRICT);
    let finding = match restricted {
        Some(false) => &FRAMING_PROXY,
        _ if values.len() > 1 => &FRAMING_TWICE,
        Some(true) => &FRAMING_RESTRICTED,
        None => &FRAMING_BLOCKED,
    };
    if restricted.is_some() {
        detail = format!("{detail}; {}", known.shown(RESTRICT));
    }
    report.add(Found::new(finding, detail).about(&[RESTRICT]).with_lines(proxy::framing(config)));
}

fn names<'a>(origins: impl Iterator<Item = &'a Origin>) -> String {
    origins.map(Origin::as_str).collect::<Vec<_>>().join(", ")
}

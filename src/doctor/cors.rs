//! Calls that the page itself makes, as a browser would make them.

use crate::bundle::proxy;
use crate::config::Config;
use crate::findings::server::{
    CORS_ANY, CORS_OFF, CORS_ONE_ORIGIN, CORS_ORIGIN_MISSING, CORS_STRIPPED, CORS_TWICE, PREFLIGHT_EATEN,
};
use crate::protocol::{Origin, Release};
use crate::rest::Answer;

use super::calls::{self, Calls, headers};
use super::known::Known;
use super::report::{Found, Report, Topic, Why};

const ME: &str = "/api/v1/me";
const ON: &str = "API_Enable_CORS";
const LIST: &str = "API_CORS_Origin";
const ALLOWED: &str = "access-control-allow-origin";
/// Until here one origin only can be allowed.
const LISTS_SINCE: Release = Release::new(4, 0);

enum Preflight {
    Fine { any: bool },
    Off,
    Twice,
    NotListed,
    Eaten,
}

/// Sends a preflight for each project space on another origin than Rocket.Chat's, and one call without a token.
pub(super) fn look(calls: &mut Calls, config: &Config, known: &Known, release: Option<Release>, report: &mut Report) {
    let server = config.server.origin();
    let pages: Vec<&Origin> = config.origins.iter().filter(|page| *page != server).collect();
    let mut answers = Vec::new();
    for page in &pages {
        match calls.preflight(ME, page) {
            Ok(answer) if answer.status != 429 => answers.push((*page, answer)),
            Ok(answer) => return report.skip(Topic::Preflight, Why::NoAnswer(calls::came("OPTIONS", &answer))),
            Err(broken) => return report.skip(Topic::Preflight, Why::NoAnswer(calls::words(&broken))),
        }
    }
    let judged: Vec<(&Origin, &Answer, Preflight)> =
        answers.iter().map(|(page, answer)| (*page, answer, judge(page, answer, known))).collect();
    let seen = |wanted: fn(&Preflight) -> bool| {
        let lines = judged.iter().filter(|(.., how)| wanted(how)).map(|(page, answer, _)| line(page, answer));
        lines.collect::<Vec<_>>().join("; ")
    };
    let off = seen(|how| matches!(how, Preflight::Off));
    if !off.is_empty() {
        report.add(Found::new(&CORS_OFF, off).about(&[ON]));
    }
    let twice = seen(|how| matches!(how, Preflight::Twice));
    if !twice.is_empty() {
        return report.add(Found::new(&CORS_TWICE, twice).with_lines(proxy::own_cors()));
    }
    let eaten = seen(|how| matches!(how, Preflight::Eaten));
    if !eaten.is_empty() {
        report.add(Found::new(&PREFLIGHT_EATEN, eaten).with_lines(proxy::preflight()));
    }
    let missing = seen(|how| matches!(how, Preflight::NotListed));
    if !missing.is_empty() {
        let some_allowed = judged.iter().any(|(.., how)| matches!(how, Preflight::Fine { .. }));
        let old = release.is_some_and(|release| release < LISTS_SINCE);
        let finding = if old && some_allowed { &CORS_ONE_ORIGIN } else { &CORS_ORIGIN_MISSING };
        let list = known.value(LIST).map(|_| format!("; {}", known.shown(LIST))).unwrap_or_default();
        report.add(Found::new(finding, format!("{missing}{list}")).about(&[LIST]));
    }
    let any = seen(|how| matches!(how, Preflight::Fine { any: true }));
    if !any.is_empty() {
        report.add(Found::new(&CORS_ANY, any).about(&[LIST]));
    }
    if let Some((page, ..)) = judged.iter().find(|(.., how)| matches!(how, Preflight::Fine { .. })) {
        call(calls, page, report);
    }
}

fn judge(page: &Origin, answer: &Answer, known: &Known) -> Preflight {
    let allowed: Vec<&str> = headers(answer, ALLOWED).map(str::trim).collect();
    if allowed.len() > 1 {
        return Preflight::Twice;
    }
    let listed = known
        .text(LIST)
        .map(|list| list.trim() == "*" || list.split(',').any(|one| one.trim().eq_ignore_ascii_case(page.as_str())));
    if answer.status == 405 && known.is_on(ON) != Some(true) && !calls::is_html(answer) {
        return Preflight::Off;
    }
    let wanted = ["x-auth-token", "x-user-id"];
    let takes: Vec<String> = headers(answer, "access-control-allow-headers")
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let fits = allowed.iter().any(|origin| *origin == page.as_str() || *origin == "*");
    let takes_all = wanted.iter().all(|name| takes.iter().any(|taken| taken == name || taken == "*"));
    let good = (200..300).contains(&answer.status);
    if good && fits && takes_all {
        return Preflight::Fine { any: allowed.contains(&"*") };
    }
    // What Rocket.Chat itself says to an origin that it does not list: 200 and `*` without headers, 403, or on 3.x the
    // one origin that it allows.
    let refused = answer.status == 403 && !calls::is_html(answer);
    let unlisted = good && !allowed.is_empty() && (takes.is_empty() || (takes_all && !fits));
    if (refused || unlisted) && listed != Some(true) {
        return Preflight::NotListed;
    }
    // A comma list on 3.x is sent as it is.
    if good && allowed.iter().any(|origin| origin.contains(',')) {
        return Preflight::NotListed;
    }
    Preflight::Eaten
}

fn line(page: &Origin, answer: &Answer) -> String {
    let value = |name| headers(answer, name).collect::<Vec<_>>().join(" | ");
    let mut line = format!("OPTIONS {ME}, Origin: {page}: {}", answer.status);
    for (name, shown) in [(ALLOWED, "Allow-Origin"), ("access-control-allow-headers", "Allow-Headers")] {
        line.push_str(&format!(", {shown}: {}", Some(value(name)).filter(|v| !v.is_empty()).as_deref().unwrap_or("-")));
    }
    line
}

/// The call after the preflight, which nobody is logged in for: its answer must be readable all the same.
fn call(calls: &mut Calls, page: &Origin, report: &mut Report) {
    let Ok(answer) = calls.get_with(ME, vec![("origin", page.to_string())]) else { return };
    if calls::json(&answer).is_none() || answer.status == 429 {
        return;
    }
    let allowed: Vec<&str> = headers(&answer, ALLOWED).collect();
    let seen = format!("GET {ME}, Origin: {page}: {}, Allow-Origin: {}", answer.status, allowed.join(" | "));
    match allowed.as_slice() {
        [] => report.add(Found::new(&CORS_STRIPPED, seen)),
        [_] => {}
        _ => report.add(Found::new(&CORS_TWICE, seen).with_lines(proxy::own_cors())),
    }
}

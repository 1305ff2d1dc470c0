//! What it means for a browser that page and chat are, or are not, on one site.

use crate::config::site::{self, Site};
use crate::config::{Config, Preset};
use crate::findings::MIXED_CONTENT;
use crate::findings::server::{FILES_OTHER_SITE, FILES_PUBLIC, OTHER_SITE};
use crate::protocol::Origin;

use super::known::Known;
use super::report::{Found, Report};

const PROTECT: &str = "FileUpload_ProtectFiles";

/// A browser refuses a chat on http in a page on https, unless both are on its own machine.
fn is_mixed(page: &Origin, server: &Origin) -> bool {
    let host = server.host();
    let own_machine =
        host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
    page.is_https() && !server.is_https() && !own_machine
}

/// Pages on https and a chat on http.
pub(super) fn mixed_content(config: &Config, report: &mut Report) {
    let server = config.server.origin();
    let pages = names(config, |page| is_mixed(page, server));
    if !pages.is_empty() {
        report.add(Found::new(&MIXED_CONTENT, format!("{pages} <- {server}")));
    }
}

/// What being on different sites does, and whether files are protected where they can be. Where the names leave it open,
/// nothing is said.
pub(super) fn sites(config: &Config, known: &Known, report: &mut Report) {
    let server = config.server.origin();
    let apart = names(config, |page| site::relation(page, server) == Site::Other && !is_mixed(page, server));
    let protected = known.is_on(PROTECT);
    if !apart.is_empty() {
        let apart = format!("{apart} <- {server}");
        if protected == Some(true) {
            let detail = format!("{apart}; {}", known.shown(PROTECT));
            report.add(Found::new(&FILES_OTHER_SITE, detail).about(&[PROTECT]));
        } else {
            report.add(Found::new(&OTHER_SITE, apart));
        }
        return;
    }
    let same = site::of_all(server, &config.origins) == Site::Same;
    if same && protected == Some(false) && config.preset == Preset::Default {
        report.add(Found::new(&FILES_PUBLIC, known.shown(PROTECT)).about(&[PROTECT]));
    }
}

fn names(config: &Config, which: impl Fn(&Origin) -> bool) -> String {
    config.origins.iter().filter(|page| which(page)).map(Origin::as_str).collect::<Vec<_>>().join(", ")
}

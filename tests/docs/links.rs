//! Links in README.md, CONTRIBUTING.md and `docs/` lead to files and headings that are there. `make book` looks at those of the built
//! pages besides.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::fences::texts;

/// The text without its blocks of code, and without code in a line.
fn prose(text: &str) -> String {
    let mut within = false;
    let lines = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        within ^= fence;
        !within && !fence
    });
    lines.map(|line| line.split('`').step_by(2).collect::<Vec<_>>().join("code") + "\n").collect()
}

/// The names of headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut within = false;
    let mut anchors = BTreeSet::new();
    for line in text.lines() {
        within ^= line.trim_start().starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !within) {
            let words = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = words.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
            anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
    }
    anchors
}

#[test]
fn links_lead_somewhere() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<_> = texts().into_iter().map(|(page, text)| (format!("docs/{page}"), text)).collect();
    for name in ["README.md", "CONTRIBUTING.md"] {
        pages.push((name.to_owned(), fs::read_to_string(checkout.join(name)).unwrap()));
    }
    let mut links = 0;
    for (page, text) in &pages {
        let text = prose(text);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("https://") {
                continue;
            }
            links += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let here = checkout.join(page);
            let there = if path.is_empty() { here } else { here.parent().unwrap().join(path) };
            assert!(there.exists(), "{page}: {target}");
            if !anchor.is_empty() {
                let known = anchors(&fs::read_to_string(&there).unwrap());
                assert!(known.contains(anchor), "{page}: {target}: {known:?}");
            }
        }
    }
    assert!(links > 100, "{links}");
}

/// In the book a page that is in no chapter can't be found.
#[test]
fn every_page_is_in_the_summary() {
    let summary = texts().into_iter().find(|(page, _)| page == "SUMMARY.md").unwrap().1;
    for (page, _) in texts().iter().filter(|(page, _)| page != "SUMMARY.md") {
        assert!(summary.contains(&format!("]({page})")), "docs/SUMMARY.md leaves {page} out");
    }
}

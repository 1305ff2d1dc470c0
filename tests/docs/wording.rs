//! What `docs/troubleshooting.md` says of a finding is what the page and the doctor say.

use gantry::findings::{Language, find};

use super::fences::{docs, text_of};

const PAGE: &str = "troubleshooting.md";

/// The page with the words of each finding behind its code.
fn worded(text: &str) -> String {
    let mut told = String::new();
    for line in text.lines() {
        match line.strip_prefix("- **`").and_then(|rest| rest.split_once("`**:")) {
            Some((code, _)) => {
                let finding = find(code).unwrap_or_else(|| panic!("docs/{PAGE}: no finding is called {code}"));
                let words = finding.wording(Language::English);
                // What stands for a name between angles would be taken for markup.
                let words = format!("{} {}", words.cause, words.remedy).replace('<', "\\<");
                told.push_str(&format!("- **`{code}`**: {words}\n"));
            }
            None => told.push_str(&format!("{line}\n")),
        }
    }
    told
}

/// `GANTRY_WRITE=1 cargo test --test docs` writes it anew.
#[test]
fn each_remedy_has_the_words_of_the_doctor() {
    let text = text_of(PAGE);
    if std::env::var_os("GANTRY_WRITE").is_some() {
        std::fs::write(docs().join(PAGE), worded(&text)).unwrap();
    }
    let text = text_of(PAGE);
    for (line, (told, wanted)) in text.lines().zip(worded(&text).lines()).enumerate() {
        assert_eq!(told, wanted, "docs/{PAGE}:{}: GANTRY_WRITE=1 cargo test --test docs", line + 1);
    }
}

/// What members see most is there; what only an integrator sees is in `docs/doctor.md`.
#[test]
fn every_error_of_a_page_has_a_place() {
    let text = text_of(PAGE);
    for finding in gantry::findings::PAGE.iter().filter(|finding| finding.severity == gantry::findings::Severity::Error)
    {
        assert!(text.contains(&format!("**`{}`**", finding.code)), "{}", finding.code);
    }
    for word in ["login-with-token", "totp-required", "X-Frame-Options", "sidebar", "always 0", "users.createToken"] {
        assert!(text.lines().any(|line| line.starts_with('#') && line.contains(word)), "no heading says {word}");
    }
}

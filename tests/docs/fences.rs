//! The blocks of code in `docs/`.

use std::fs;
use std::path::{Path, PathBuf};

/// A block of code.
#[derive(Clone, Debug)]
pub struct Fence {
    /// The page, below `docs/`.
    pub page: String,
    /// Where it begins, counted from 1.
    pub line: usize,
    pub language: String,
    /// Without the blanks that a list puts before each line.
    pub text: String,
}

pub fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Every page with its text, by its path below `docs/`.
pub fn texts() -> Vec<(String, String)> {
    let mut folders = vec![docs()];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.strip_prefix(docs()).unwrap().to_str().unwrap().replace('\\', "/");
                texts.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    texts.sort();
    texts
}

pub fn text_of(page: &str) -> String {
    fs::read_to_string(docs().join(page)).unwrap()
}

/// Every block of every page, in order.
pub fn pages() -> Vec<Fence> {
    let fences: Vec<_> = texts().iter().flat_map(|(page, text)| in_text(page, text)).collect();
    assert!(fences.len() > 50, "{}", fences.len());
    fences
}

/// The blocks of one language in a page.
pub fn of(page: &str, language: &str) -> Vec<String> {
    let all = in_text(page, &text_of(page));
    all.into_iter().filter(|fence| fence.language == language).map(|fence| fence.text).collect()
}

fn in_text(page: &str, text: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut indent = None;
    for (number, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        match (indent, bare.strip_prefix("```")) {
            (None, Some(language)) => {
                indent = Some(line.len() - bare.len());
                let language = language.trim().to_owned();
                fences.push(Fence { page: page.to_owned(), line: number + 1, language, text: String::new() });
            }
            (Some(_), Some("")) => indent = None,
            (Some(blanks), _) => {
                let fence = fences.last_mut().unwrap();
                fence.text.push_str(line.get(blanks.min(line.len() - bare.len())..).unwrap());
                fence.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(indent.is_none(), "docs/{page}: a block does not end");
    fences
}

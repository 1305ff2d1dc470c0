//! The package for the page, carried inside the program: the files of `www/package.tsv` as they were built.
//!
//! Only a build with the feature `embedded-assets` carries them; any other has none.

mod written;

pub use written::{Fate, Written};

/// A file of the package.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Path below the package's folder, with `/`.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

/// All of them, in the order of `www/package.tsv`; none without the feature `embedded-assets`.
#[cfg(feature = "embedded-assets")]
pub static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// All of them, in the order of `www/package.tsv`; none without the feature `embedded-assets`.
#[cfg(not(feature = "embedded-assets"))]
pub static ASSETS: &[Asset] = &[];

impl Asset {
    /// The file of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ASSETS.iter().find(|asset| asset.name == name)
    }

    /// Its media type, by the ending of its name. Browsers compile WebAssembly while it comes in only if it is called so.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.name.rsplit('.').next() {
            Some("js") => "text/javascript; charset=utf-8",
            Some("wasm") => "application/wasm",
            Some("css") => "text/css; charset=utf-8",
            Some("html") => "text/html; charset=utf-8",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        }
    }
}

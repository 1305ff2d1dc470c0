//! Lists the files of `www/package.tsv` for a build that carries them: feature `embedded-assets`. They are read from
//! www/pkg, where `make companion` builds them.
#![allow(clippy::print_stdout, reason = "a build script speaks to Cargo that way")]

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build/assets.rs");
    if env::var_os("CARGO_FEATURE_EMBEDDED_ASSETS").is_none() {
        return Ok(());
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=www/package.tsv");
    let mut list = String::from("&[\n");
    for line in fs::read_to_string(root.join("www/package.tsv"))?.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once('\t') else { continue };
        let file = root.join("www/pkg").join(name);
        println!("cargo::rerun-if-changed={}", file.display());
        if !file.is_file() {
            return Err(format!("{} is missing: `make companion` builds it", file.display()).into());
        }
        writeln!(list, "    Asset {{ name: {name:?}, bytes: include_bytes!({file:?}) }},")?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("assets.rs"), list)?;
    Ok(())
}

//! The command line's door.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    gantry::cli::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

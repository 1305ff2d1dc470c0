//! What setting a server up costs: calls, time against a plain sequential script, memory. Each call takes 20 ms on the
//! stand-in, as over a network. Fails over the limits.
//!
//! `cargo bench --bench setup`
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../tests/setup_cli_server/mod.rs"]
mod setup_cli_server;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gantry::protocol::Release;
use gantry::standin::faults::Made;
use setup_cli_server::Served;

const DELAY: Duration = Duration::from_millis(20);
/// Reading settings and permissions for a plan may take this many calls.
const MOST_READS: usize = 14;
/// Kilobytes.
const MOST_MEMORY: u64 = 50 * 1024;

struct Run {
    time: Duration,
    reads: usize,
    writes: usize,
    /// Kilobytes, where the machine tells.
    memory: Option<u64>,
}

/// The calls that change a server. A server that lacks one of them answers it with a page and status 200, so what a
/// probe for it got is no write.
fn writes(call: &Made, bulk: bool, single_roles: bool) -> bool {
    call.method == "POST"
        && call.status == 200
        && match call.path.trim_start_matches("/api/v1/") {
            "settings" => bulk,
            "permissions.addRole" | "permissions.removeRole" => single_roles,
            _ => true,
        }
}

/// Runs the real command, and counts what it asked.
fn run(served: &Served, arguments: &[&str], code: i32) -> Run {
    served.hub.calls().clear();
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gantry"))
        .args(arguments)
        .args(["--token-file", "token.json"])
        .current_dir(served.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut memory = None;
    let status = loop {
        memory = highest_memory(child.id()).max(memory);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    assert_eq!(status.code(), Some(code), "gantry {}", arguments.join(" "));
    let calls = served.hub.calls();
    let release = served.hub.options.release;
    let (bulk, single_roles) = (release >= Release::new(8, 6), release >= Release::new(8, 7));
    let writes = calls.iter().filter(|call| writes(call, bulk, single_roles)).count();
    Run { time, reads: calls.len() - writes, writes, memory }
}

fn highest_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// What a script does that asks for one setting after the other, then for the permissions.
fn plain_script(served: &Served) -> Duration {
    let ids: Vec<String> = {
        let config = fs::read_to_string(served.folder.path().join("gantry.toml")).unwrap();
        let (config, _) = gantry::config::Config::parse(&config).unwrap();
        gantry::bundle::settings::all(&config).into_iter().map(|setting| setting.id.to_owned()).collect()
    };
    let admin = gantry::standin::people::by_username("admin").unwrap();
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let get = |path: &str| {
        let request = agent.get(format!("{}/api/v1/{path}", served.url));
        let mut answer = request.header("x-auth-token", &served.token).header("x-user-id", admin.id).call().unwrap();
        answer.body_mut().read_to_string().unwrap();
    };
    let start = Instant::now();
    for id in &ids {
        get(&format!("settings/{id}"));
    }
    get("permissions.listAll");
    start.elapsed()
}

fn main() {
    println!("Setting up, {} ms a call: times in ms, memory in MB", DELAY.as_millis());
    println!("release   plan reads   time  /script   apply reads writes   time   again writes   memory");
    for release in ["3.18", "6.5", "7.13", "8.8"] {
        let served = Served::with(release, "", |options| options.delay = DELAY);
        let script = plain_script(&served);
        let plan = run(&served, &["plan"], 1);
        let first = run(&served, &["apply", "--yes"], 0);
        let again = run(&served, &["apply", "--yes"], 0);
        let memory = [plan.memory, first.memory, again.memory].into_iter().flatten().max();
        let ratio = plan.time.as_secs_f64() / script.as_secs_f64();
        println!(
            "{release:<9} {:>10} {:>6} {ratio:>9.2} {:>13} {:>6} {:>6} {:>14} {:>8}",
            plan.reads,
            plan.time.as_millis(),
            first.reads,
            first.writes,
            first.time.as_millis(),
            again.writes,
            memory.map_or_else(|| "?".to_owned(), |memory| format!("{:.1}", memory as f64 / 1024.0)),
        );
        assert!(plan.reads <= MOST_READS, "a plan reads in {} calls", plan.reads);
        assert_eq!(plan.writes, 0, "a plan writes");
        assert_eq!(again.writes, 0, "a second apply writes");
        assert!(memory.is_none_or(|memory| memory < MOST_MEMORY), "{memory:?} kB");
    }
}

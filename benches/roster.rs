//! What keeping people and rooms in step costs: calls, time against a plain sequential script, memory. Fails over the limits.
//!
//! `cargo bench --bench roster`; of its parts alone, `-- calls`, `first` or `memory`; `-- few-calls` is `calls` for a thousand people
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

mod crowd;
#[path = "../tests/setup_cli_server/mod.rs"]
mod setup_cli_server;

use std::fs;
use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gantry::protocol::Release;
use gantry::standin::people;
use gantry::standin::room::Room;
use setup_cli_server::Served;

/// As over a network.
const DELAY: Duration = Duration::from_millis(20);
const MEMBERS: usize = 40;
/// Megabytes, for a hundred thousand people.
const MOST_MEMORY: f64 = 150.0;
/// How much faster than a plain sequential script.
const FASTER: f64 = 3.0;

struct Run {
    time: Duration,
    reads: usize,
    writes: usize,
    /// Megabytes, where the machine tells.
    memory: Option<f64>,
}

/// A roster of so many people, one project for every twenty.
#[derive(Clone, Copy)]
struct Size(usize);

impl Size {
    fn projects(self) -> usize {
        self.0 / 20
    }

    /// Places of a project's members among the people; everybody is in two projects.
    fn members(self, project: usize) -> impl Iterator<Item = usize> {
        (0..MEMBERS).map(move |at| (project * 20 + at * 7) % self.0)
    }

    fn write(self, served: &Served) {
        let mut file = BufWriter::new(fs::File::create(served.path("roster.json")).unwrap());
        write!(file, "{{\"version\": 1, \"people\": [").unwrap();
        for at in 0..self.0 {
            let comma = if at == 0 { "" } else { "," };
            write!(
                file,
                "{comma}\n{{\"id\": \"p{at:06}\", \"login\": \"person{at:06}\", \"population\": \"staff\", \"email\": \
                 \"person{at:06}@example.test\", \"name\": \"Person {at:06}\", \"profile\": \"/people/{at:06}.html\"}}"
            )
            .unwrap();
        }
        write!(file, "], \"projects\": [").unwrap();
        for at in 0..self.projects() {
            let members: Vec<String> = self.members(at).map(|person| format!("\"p{person:06}\"")).collect();
            let comma = if at == 0 { "" } else { "," };
            let members = members.join(", ");
            write!(file, "{comma}\n{{\"id\": \"j{at}\", \"name\": \"Project {at}\", \"members\": [{members}]}}")
                .unwrap();
        }
        writeln!(file, "]}}").unwrap();
    }

    /// Makes it all on the server, without calls.
    fn fill(self, served: &Served) {
        let admin = people::by_username("admin").unwrap();
        let mut world = served.hub.world();
        let now = world.now;
        let mut users = Vec::new();
        for at in 0..self.0 {
            let (username, email) = (format!("person{at:06}_staff"), format!("person{at:06}@example.test"));
            let id = format!("u{at:016}");
            users.push(world.accounts.add(id, &username, &format!("Person {at:06}"), &email, "x", now));
        }
        for at in 0..self.projects() {
            let members = self.members(at).map(|person| (*users.get(person).unwrap()).to_owned()).collect();
            world.rooms.push(Room {
                id: format!("r{at:016}"),
                kind: 'p',
                name: Some(format!("project-{at}")),
                fname: Some(format!("project-{at}")),
                description: String::new(),
                archived: false,
                custom_fields: [("gantryProject".to_owned(), format!("j{at}").into())].into_iter().collect(),
                hidden: Vec::new(),
                roles: [(admin.id.to_owned(), ["owner"].into())].into(),
                members,
                owner: admin,
                ts: now,
                updated: now,
                messages: Vec::new(),
            });
            let rid = format!("r{at:016}");
            world.join(&rid, admin, None);
        }
    }

    /// The most calls that finding nothing to do may take: seven, one for every hundred people, rooms and members of a room,
    /// and one more for each room where roles come apart from members.
    fn most_reads(self, release: Release) -> usize {
        let by_room = if release < Release::new(7, 3) { 2 } else { 1 };
        7 + (self.0 + 2).div_ceil(100) + self.projects().div_ceil(100) + self.projects() * by_room
    }
}

/// Runs the real command, and counts what it asked.
fn run(served: &Served, what: &[&str], code: i32) -> Run {
    served.hub.calls().clear();
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gantry"))
        .arg("sync")
        .args(what)
        .args(["--token-file", "token.json"])
        .current_dir(served.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut memory = None;
    let status = loop {
        memory = highest_memory(child.id()).or(memory);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let time = start.elapsed();
    assert_eq!(status.code(), Some(code), "gantry sync {}", what.join(" "));
    let calls = served.hub.calls();
    let writes = calls.iter().filter(|call| call.method == "POST").count();
    Run { time, reads: calls.len() - writes, writes, memory }
}

fn highest_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// The same reads one after the other, page by page, as a script makes them that knows of pages.
fn plain_script(served: &Served, release: Release) -> Duration {
    let admin = people::by_username("admin").unwrap();
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let get = |path: &str| -> serde_json::Value {
        let request = agent.get(format!("{}/api/v1/{path}", served.url));
        let mut answer = request.header("x-auth-token", &served.token).header("x-user-id", admin.id).call().unwrap();
        answer.body_mut().read_json().unwrap()
    };
    let list = |path: &str, name: &str| {
        let mut found = Vec::new();
        loop {
            let page = get(&format!("{path}count=100&offset={}", found.len()));
            found
                .extend(page[name].as_array().unwrap().iter().filter_map(|one| one["_id"].as_str().map(str::to_owned)));
            if found.len() >= usize::try_from(page["total"].as_u64().unwrap()).unwrap() {
                return found;
            }
        }
    };
    let start = Instant::now();
    list("users.list?", "users");
    for room in list("groups.listAll?", "groups") {
        list(&format!("groups.members?roomId={room}&"), "members");
        if release < Release::new(7, 3) {
            get(&format!("groups.roles?roomId={room}"));
        }
    }
    start.elapsed()
}

fn nothing_to_do(size: Size) {
    println!("\n{} people, {} projects of {MEMBERS}; nothing to do", size.0, size.projects());
    println!("release    reads (most)  writes   time ms   script ms   times faster");
    for name in ["3.18", "6.5", "7.13", "8.8"] {
        let release: Release = name.parse().unwrap();
        let served = Served::with(name, "", |options| options.delay = DELAY);
        size.write(&served);
        size.fill(&served);
        let script = plain_script(&served, release);
        let check = run(&served, &["check", "roster.json"], 0);
        let faster = script.as_secs_f64() / check.time.as_secs_f64();
        let most = size.most_reads(release);
        println!(
            "{name:<8} {:>7} {:>8} {:>7} {:>9} {:>11} {faster:>14.1}",
            check.reads,
            format!("({most})"),
            check.writes,
            check.time.as_millis(),
            script.as_millis(),
        );
        assert!(check.reads <= most, "{} reads, and {most} are allowed", check.reads);
        assert_eq!(check.writes, 0, "nothing to do, and it writes");
        assert!(served.hub.calls().iter().all(|call| !call.path.contains("users.info")), "a call for a person");
        assert!(faster >= FASTER, "only {faster:.1} times faster than a sequential script");
    }
}

fn first_run(size: Size) {
    let served = Served::with("8.8", "", |options| options.delay = DELAY);
    size.write(&served);
    let first = run(&served, &["apply", "roster.json", "--yes"], 0);
    let again = run(&served, &["apply", "roster.json", "--yes"], 0);
    let differences = size.0 + size.projects();
    println!(
        "\nFirst run on 8.8: {} writes for {differences} differences in {:.1} s ({:.0} a second); the second run: {} writes",
        first.writes,
        first.time.as_secs_f64(),
        first.writes as f64 / first.time.as_secs_f64(),
        again.writes
    );
    assert_eq!((first.writes, again.writes), (differences, 0));
}

fn memory() {
    println!("\nPeak memory of the process in MB, without delay; plans and outcomes as JSON");
    println!("people    projects   plan of a first run   first run   nothing to do   the same without its state");
    let mut peaks = Vec::new();
    for size in [Size(200), Size(25_000), Size(50_000), Size(100_000)] {
        let mut served = Served::fresh("8.8");
        size.write(&served);
        served.url = crowd::serve(size, &served.url);
        served.configure("");
        let plan = run(&served, &["plan", "roster.json", "--json"], 1).memory;
        let first = run(&served, &["apply", "roster.json", "--yes", "--json"], 0).memory;
        let again = run(&served, &["apply", "roster.json", "--yes", "--json"], 0).memory;
        fs::remove_dir_all(served.path(".gantry")).unwrap();
        let found = run(&served, &["apply", "roster.json", "--yes", "--json"], 0).memory;
        let told = |memory: Option<f64>| memory.map_or_else(|| "?".to_owned(), |memory| format!("{memory:.1}"));
        println!(
            "{:<9} {:<9} {:>20} {:>11} {:>15} {:>27}",
            size.0,
            size.projects(),
            told(plan),
            told(first),
            told(again),
            told(found)
        );
        peaks.extend([plan, first, again, found].into_iter().flatten().map(|memory| (size.0, memory)));
    }
    // What the process has for next to nobody does not grow with the roster; from there it is a straight line.
    let start = peaks.iter().filter(|(people, _)| *people == 200).map(|(_, memory)| *memory).fold(0.0, f64::max);
    for (people, memory) in peaks {
        let most = start + (MOST_MEMORY - start) * people as f64 / 100_000.0;
        assert!(memory < most, "{memory:.1} MB for {people} people, and {most:.0} are allowed");
    }
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    println!("People and rooms, {} ms a call", DELAY.as_millis());
    if is_wanted("calls") {
        nothing_to_do(Size(10_000));
    }
    if wanted.iter().any(|name| name == "few-calls") {
        nothing_to_do(Size(1_000));
    }
    if is_wanted("first") {
        first_run(Size(10_000));
    }
    if is_wanted("memory") {
        memory();
    }
}

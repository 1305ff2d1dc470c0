//! Long runs of `gantry sync`: how many calls they take, limits, and one run beside another.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::site::{PEOPLE, Synced, projects, roster};
use crate::setup_cli_server::{Ran, Served};

#[test]
fn a_list_of_many_pages_is_read_whole() {
    let served = Synced(Served::fresh("8.8"));
    let people: Vec<(String, String)> = (0..250).map(|n| (n.to_string(), format!("p{n}"))).collect();
    let people: Vec<(&str, &str)> = people.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    let everybody: Vec<&str> = people.iter().map(|(id, _)| *id).collect();
    served.write(&roster(&people, &json!([{ "id": "a", "name": "Alpha", "members": everybody }])));
    served.apply();
    assert_eq!(served.room("alpha").len(), 251);
    served.0.calls();
    served.sync("check", &[]).comes_to(0);
    let calls = served.0.calls();
    let counted = |part: &str| calls.iter().filter(|call| call.contains(part)).count();
    assert_eq!((counted("users.list"), counted("groups.listAll"), counted("rooms.membersOrderedByRole")), (3, 1, 3));
    assert!(!calls.iter().any(|call| call.contains("users.info")), "no call for each person");
    assert!(calls.len() < 16, "{calls:?}");
}

#[test]
fn finding_nothing_to_do_takes_one_call_for_a_hundred_of_a_list_and_none_for_a_person() {
    for (release, by_room) in [("3.18", 2), ("6.5", 2), ("7.7", 1), ("8.8", 1)] {
        let served = Synced(Served::fresh(release));
        let people: Vec<(String, String)> = (0..150).map(|n| (n.to_string(), format!("p{n}"))).collect();
        let people: Vec<(&str, &str)> = people.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        let projects: Vec<Value> = (0..12)
            .map(|at| json!({ "id": format!("j{at}"), "name": format!("P {at}"), "members": ["1", "2"] }))
            .collect();
        let mut everybody = json!({ "id": "all", "name": "All" });
        everybody["members"] = people.iter().map(|(id, _)| *id).collect::<Vec<_>>().into();
        let projects: Vec<Value> = projects.into_iter().chain([everybody]).collect();
        served.write(&roster(&people, &json!(projects)));
        served.0.calls();
        served.apply();
        let writes = served.0.calls().iter().filter(|call| call.starts_with("POST")).count();
        assert_eq!(writes, 150 + 13, "{release}: as many as there are differences");
        served.sync("check", &[]).comes_to(0);
        let calls = served.0.calls();
        assert!(
            calls.iter().all(|call| call.starts_with("GET") && !call.contains("users.info")),
            "{release}: {calls:?}"
        );
        // People, rooms, channels, members with the one room of two pages; and what is asked once.
        let lists = 2 + 1 + 1 + 14 + (by_room - 1) * 13;
        assert!(calls.len() <= lists + 6, "{release}: {} calls, {calls:?}", calls.len());
    }
}

#[test]
fn several_at_once_keep_to_the_limits_that_the_server_tells() {
    let served = Synced(Served::fresh("8.8"));
    {
        let mut world = served.0.hub.world();
        world.settings.insert("API_Enable_Rate_Limiter_Limit_Time_Default".into(), json!(700));
        let now = world.now;
        world.permissions.set("api-bypass-rate-limit", Vec::new(), now);
    }
    let people: Vec<(String, String)> = (0..35).map(|n| (n.to_string(), format!("p{n}"))).collect();
    let people: Vec<(&str, &str)> = people.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    served.write(&roster(&people, &json!([{ "id": "a", "name": "Alpha", "members": ["1", "2"] }])));
    let ran = served.sync("apply", &["--yes", "--parallel", "4"]).comes_to(0);
    assert_eq!(served.usernames().len(), 37);
    let refused = served.0.hub.calls().iter().filter(|call| call.status == 429).count();
    assert!(refused <= 3, "{refused} calls were refused: the server tells how many it takes");
    assert!(ran.err.contains("The server takes no more calls for now"), "{}", ran.err);
    let told = ran.err.matches("waiting").count();
    assert!(told <= 8, "a wait is told once, not by each connection: {}", ran.err);
}

/// Waits for something that another process does.
fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Who holds a lock of the state directory, as its file tells.
fn holder(served: &Synced, name: &str) -> Option<String> {
    let lock = served.0.files().into_iter().find(|file| {
        let shown = file.file_name().unwrap().to_string_lossy().into_owned();
        shown.starts_with(name) && shown.ends_with(".lock")
    })?;
    std::fs::read_to_string(lock).ok().filter(|text| text.ends_with('\n'))
}

/// Runs a command until it writes, which the server does not answer, and beside it the same command; then ends the first one as
/// `kill -9` does.
fn beside(served: &Synced, write: &str, lock: &str, arguments: &[&str]) -> (Ran, u32) {
    served.0.faults(&json!([{ "match": write, "do": "delay:600000" }]));
    let mut first = Command::new(env!("CARGO_BIN_EXE_gantry"))
        .args(arguments)
        .args(["--token-file", "token.json", "--timeout", "600"])
        .current_dir(served.0.folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let ended = |first: &mut Child| first.try_wait().unwrap();
    eventually("the first run has the lock", || {
        assert_eq!(ended(&mut first), None, "the first run waits for the server");
        holder(served, lock)
    });
    let second = served.0.gantry(arguments);
    assert_eq!(ended(&mut first), None, "the first run still waits");
    first.kill().unwrap();
    first.wait().unwrap();
    served.0.faults(&json!([]));
    (second, first.id())
}

#[test]
fn two_runs_do_not_write_at_once_and_one_that_was_killed_holds_nobody_up() {
    let served = Synced(Served::fresh("8.8"));
    served.write(&roster(&PEOPLE, &projects()));
    let (second, first) = beside(&served, "POST /api/v1/", "roster-", &["sync", "apply", "roster.json", "--yes"]);
    let second = second.comes_to(2);
    assert!(second.err.contains("nothing was changed"), "{}", second.err);
    assert!(second.err.contains(&format!(".json: gantry sync apply, process {first}, since 20")), "{}", second.err);
    assert!(second.err.contains("wait until it has ended, or end that process"), "{}", second.err);
    served.apply();
    served.sync("check", &[]).comes_to(0);
    assert_eq!(served.usernames().len(), 6);
}

#[test]
fn two_runs_do_not_set_a_server_up_at_once() {
    let served = Synced(Served::fresh("6.5"));
    let (second, first) = beside(&served, "POST /api/v1/settings/", "state", &["apply", "--yes", "--dedicated"]);
    let second = second.comes_to(2);
    assert!(second.err.contains(&format!("state.json: gantry apply, process {first}, since 20")), "{}", second.err);
    served.0.gantry(&["apply", "--yes", "--dedicated"]).comes_to(0);
    served.0.gantry(&["check"]).comes_to(0);
}

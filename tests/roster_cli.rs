//! `gantry sync` as the operator runs it, against a stand-in of each release.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use gantry::profile::{Question, Search, Ways};
use gantry::protocol::{Person, TextId, Texts};
use gantry::standin::{Licence, SecondFactor, people};
use serde_json::{Value, json};

mod setup_cli_server;

use setup_cli_server::{RELEASES, Ran, Served};

const PEOPLE: [(&str, &str); 4] = [("1", "ann"), ("2", "bea"), ("3", "cat"), ("4", "dan")];

fn person((id, name): (&str, &str)) -> Value {
    json!({ "id": id, "login": name, "population": "staff", "email": format!("{name}@example.test"), "name": name.to_uppercase(),
        "profile": format!("/people/{name}.html") })
}

fn roster(people: &[(&str, &str)], projects: &Value) -> Value {
    let people: Vec<Value> = people.iter().map(|one| person(*one)).collect();
    json!({ "version": 1, "people": people, "projects": projects })
}

fn projects() -> Value {
    json!([
        { "id": "a", "name": "Projet Alpha", "description": "All of it", "members": [{ "person": "1", "role": "owner" }, "2", "3"] },
        { "id": "b", "name": "B\u{ea}ta", "members": [{ "person": "2", "role": "moderator" }, "4"] },
    ])
}

struct Synced(Served);

impl Synced {
    fn write(&self, roster: &Value) {
        std::fs::write(self.0.path("roster.json"), roster.to_string()).unwrap();
    }

    fn sync(&self, what: &str, more: &[&str]) -> Ran {
        self.0.gantry(&[&["sync", what, "roster.json"], more].concat())
    }

    fn apply(&self) -> Ran {
        self.sync("apply", &["--yes"]).comes_to(0)
    }

    /// Usernames in a room, and roles.
    fn room(&self, name: &str) -> BTreeSet<String> {
        let world = self.0.hub.world();
        let room = world.rooms.iter().find(|room| room.name.as_deref() == Some(name)).unwrap();
        let told = room.members.iter().map(|uid| {
            let roles: String = room.roles.get(uid).into_iter().flatten().map(|role| format!(" {role}")).collect();
            format!("{}{roles}", world.person(uid).unwrap().username)
        });
        told.collect()
    }

    fn usernames(&self) -> Vec<String> {
        self.0.hub.world().accounts.iter().map(|account| account.person.username.to_owned()).collect()
    }
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_fresh_server_of_each_release_is_filled_and_the_second_run_writes_nothing() {
    for release in RELEASES {
        let served = Synced(Served::fresh(release));
        served.0.configure("[sync]\nmost_removals = 80\n");
        served.write(&roster(&PEOPLE, &projects()));
        served.sync("check", &[]).comes_to(1);
        served.apply();
        assert_eq!(
            served.room("projet-alpha"),
            set(&["admin owner", "ann_staff owner", "bea_staff", "cat_staff"]),
            "{release}"
        );
        assert_eq!(served.room("beta"), set(&["admin owner", "bea_staff moderator", "dan_staff"]), "{release}");
        {
            let world = served.0.hub.world();
            let ann = world.accounts.named("ann_staff").unwrap();
            assert!(ann.verified && ann.password.len() == 32, "{release}");
            let general = world.room(people::GENERAL).unwrap();
            assert!(!general.members.iter().any(|member| member == ann.person.id), "no default channels");
            let room = world.rooms.iter().find(|room| room.name.as_deref() == Some("projet-alpha")).unwrap();
            assert_eq!((room.description.as_str(), &room.custom_fields["gantryProject"]), ("All of it", &json!("a")));
            assert!(room.messages.is_empty(), "nobody is told of those who are there from the start");
        }
        served.0.calls();
        served.sync("check", &["--quiet"]).comes_to(0);
        served.apply();
        let writes: Vec<String> = served.0.calls().into_iter().filter(|call| !call.starts_with("GET")).collect();
        assert_eq!(writes, [""; 0], "{release}");

        let next = json!([
            { "id": "a", "name": "Projet Alpha", "description": "", "members": ["1", { "person": "4", "role": "owner" }] },
            { "id": "b", "name": "Beta Two", "archived": true, "members": ["2"] },
        ]);
        served.write(&roster(&[("1", "ann"), ("2", "bea"), ("4", "dan")], &next));
        served.apply();
        assert_eq!(served.room("projet-alpha"), set(&["admin owner", "ann_staff", "dan_staff owner"]), "{release}");
        assert!(!served.0.hub.world().accounts.named("cat_staff").unwrap().active, "{release}");
        served.sync("check", &[]).comes_to(0);

        served.write(&roster(&PEOPLE, &projects()));
        served.apply();
        assert_eq!(served.room("beta"), set(&["admin owner", "bea_staff moderator", "dan_staff"]), "{release}");
        served.sync("check", &[]).comes_to(0);
        assert_eq!(served.usernames().len(), 6, "{release}");
    }
}

#[test]
fn a_run_that_is_cut_anywhere_is_finished_by_the_next_without_duplicates() {
    for (release, deed) in [("6.5", "cut"), ("8.8", "cut"), ("6.5", "cut-before"), ("8.8", "status:502")] {
        for after in 0..9 {
            let served = Synced(Served::fresh(release));
            served.write(&roster(&PEOPLE, &projects()));
            served.0.faults(&json!([
                { "match": "POST /api/v1/", "after": after, "times": 1, "do": deed },
                { "match": "*", "after": after + 14, "do": "401" },
            ]));
            let first = served.sync("apply", &["--yes"]);
            assert_ne!(first.code, Some(1), "{}", first.err);
            served.0.faults(&json!([]));
            served.apply();
            served.sync("check", &[]).comes_to(0);
            let names = served.usernames();
            let once: BTreeSet<&String> = names.iter().collect();
            assert_eq!((names.len(), once.len()), (6, 6), "{names:?}");
            let private = served.0.hub.world().rooms.iter().filter(|room| room.kind == 'p').count();
            assert_eq!(private, 2, "{release} {deed} {after}");
        }
    }
}

#[test]
fn conflicts_stop_everything_until_they_are_left_out() {
    let served = Synced(Served::fresh("8.8"));
    let mut roster = roster(&PEOPLE, &projects());
    roster["people"][3]["email"] = json!("ANN@example.test");
    served.write(&roster);
    served.sync("plan", &[]).comes_to(1);
    served.0.calls();
    let ran = served.sync("apply", &["--yes"]).comes_to(2);
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert!(ran.err.contains("1 conflict is to decide first; --skip-conflicts does the rest"), "{}", ran.err);
    assert!(ran.out.contains("people[0] and people[3] have the same address ann@example.test"), "{}", ran.out);
    assert!(served.0.calls().iter().all(|call| call.starts_with("GET")));
    served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(0);
    assert_eq!(served.room("projet-alpha"), set(&["admin owner", "bea_staff", "cat_staff"]));
}

#[test]
fn too_many_removals_and_an_empty_roster_stop() {
    let served = Synced(Served::fresh("7.10"));
    served.write(&roster(&PEOPLE, &projects()));
    served.apply();
    served.write(&roster(&PEOPLE[..3], &projects()));
    let ran = served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(2);
    assert!(
        ran.err.contains("1 of 4 accounts would go, and more than 20 % is taken for a mistake: dan_staff"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--accept-removals goes on all the same"), "{}", ran.err);
    served.write(&roster(&[], &json!([])));
    let ran = served.sync("apply", &["--yes", "--accept-removals"]).comes_to(2);
    assert!(ran.err.contains("the roster is empty of people"), "{}", ran.err);
    assert!(served.0.hub.world().accounts.iter().all(|account| account.active));
}

#[test]
fn the_map_for_the_page_has_everybody() {
    let served = Synced(Served::fresh("8.8"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--people-map", "people.json", "--json"]).comes_to(0);
    let map: Value = serde_json::from_str(&std::fs::read_to_string(served.0.path("people.json")).unwrap()).unwrap();
    let ann = served.0.hub.world().accounts.named("ann_staff").unwrap().person.id;
    assert_eq!((&map["ann_staff"], &map[ann]), (&json!("/people/ann.html"), &json!("/people/ann.html")));
    assert_eq!(map.as_object().unwrap().len(), 8);
}

#[test]
fn no_password_and_no_token_is_written_anywhere() {
    let served = Synced(Served::fresh("8.8"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--verbose"]).comes_to(0);
    let written = served.0.all_written(&["token.json"]);
    assert!(!written.contains(&served.0.token));
    for account in served.0.hub.world().accounts.iter().filter(|account| account.password != people::PASSWORD) {
        assert!(!written.contains(&account.password));
    }
}

#[test]
fn tables_standard_input_and_the_schema() {
    let served = Synced(Served::fresh("6.5"));
    std::fs::create_dir(served.0.path("export")).unwrap();
    for (name, text) in [
        ("people.csv", "id,login,population,email,name\n1,ann,staff,ann@example.test,Ann\n"),
        ("projects.csv", "id,name\na,Alpha\n"),
        ("members.csv", "project,person,role\na,1,moderator\n"),
    ] {
        std::fs::write(served.0.path("export").join(name), text).unwrap();
    }
    served.0.gantry(&["sync", "apply", "export", "--yes"]).comes_to(0);
    assert_eq!(served.room("alpha"), set(&["admin owner", "ann_staff moderator"]));
    let mut command = served.0.command(&["sync", "plan", "-", "--json", "--token-file", "token.json"]);
    command.write_stdin(roster(&PEOPLE, &projects()).to_string());
    let plan = served.0.run(command).comes_to(1).json();
    assert_eq!((&plan["counts"]["created"], &plan["inSync"]), (&json!(3), &json!(false)));
    let schema = served.0.run(served.0.command(&["sync", "schema"])).comes_to(0).json();
    assert_eq!(schema["title"], "A roster for gantry sync");
    std::fs::write(served.0.path("roster.json"), "{\"version\": 1, \"people\": [").unwrap();
    let ran = served.sync("plan", &[]).comes_to(2);
    assert!(ran.err.contains("it ends too early"), "{}", ran.err);
}

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

#[test]
fn a_second_proof_is_asked_for_before_the_first_write() {
    let served = Synced(Served::with("8.8", "", |options| options.second_factor = SecondFactor::Totp));
    let token = served.0.issue("challenged", false);
    served.0.write_token(&token);
    served.write(&roster(&PEOPLE, &projects()));
    served.apply();
    let mut changed = roster(&PEOPLE, &projects());
    changed["people"][0]["name"] = json!("Ann Other");
    changed["people"].as_array_mut().unwrap().push(person(("5", "eve")));
    served.write(&changed);
    served.0.calls();
    let ran = served.sync("apply", &["--yes"]).comes_to(2);
    assert!(ran.err.contains("GANTRY_CODE"), "{}", ran.err);
    assert_eq!(served.usernames().len(), 6, "nobody was made before the proof was given");
    let mut command = served.0.command(&["sync", "apply", "roster.json", "--yes", "--token-file", "token.json"]);
    command.env("GANTRY_CODE", people::TOTP_CODE);
    served.0.run(command).comes_to(0);
    assert_eq!(served.0.hub.world().accounts.named("ann_staff").unwrap().person.name, "Ann Other");
}

#[test]
fn a_licence_that_is_full_is_told_before_the_first_write_and_an_odd_one_is_no_obstacle() {
    for release in ["6.5", "7.7", "8.8"] {
        let served = Synced(Served::with(release, "", |options| options.licence = Licence::Seats(4)));
        served.write(&roster(&PEOPLE, &projects()));
        served.0.calls();
        let ran = served.sync("apply", &["--yes"]).comes_to(2);
        let told = "4 accounts are to be made or let in again, and the server's licence has room for 2";
        assert!(ran.out.contains(told), "{}", ran.out);
        assert!(served.0.calls().iter().all(|call| call.starts_with("GET")), "{release}");
        served.sync("apply", &["--yes", "--skip-conflicts"]).comes_to(0);
        assert_eq!(served.usernames().len(), 4, "{release}: as many as fit");

        let served = Synced(Served::with(release, "", |options| options.licence = Licence::Unknown));
        served.write(&roster(&PEOPLE, &projects()));
        let ran = served.apply();
        assert!(ran.out.contains("could not tell how many accounts the licence allows"), "{}", ran.out);
    }
}

#[test]
fn the_map_is_one_that_the_companion_reads() {
    let served = Synced(Served::fresh("6.5"));
    served.write(&roster(&PEOPLE, &projects()));
    served.sync("apply", &["--yes", "--people-map", "people.json", "--markdown"]).comes_to(0);
    let map: BTreeMap<String, String> =
        serde_json::from_str(&std::fs::read_to_string(served.0.path("people.json")).unwrap()).unwrap();
    let ann = served.0.hub.world().accounts.named("ann_staff").unwrap().person.id;
    let ways = Ways { map: true, ..Ways::default() };
    // Mentions under real names tell a user id alone, all else a username.
    for (username, user_id) in [("ann_staff", ""), ("", ann)] {
        let mut texts = Letters::default();
        let person = Person { username: texts.number(username), user_id: texts.number(user_id), ..Person::default() };
        match Search::new(person, TextId::NONE).next(&ways, &mut texts) {
            Question::Map(key) => {
                assert_eq!(map.get(&texts.text(key)).map(String::as_str), Some("/people/ann.html"));
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Texts by number, as `www/texts.js` has them.
#[derive(Default)]
struct Letters(Vec<String>);

impl Texts for Letters {
    fn number(&mut self, text: &str) -> TextId {
        if text.is_empty() {
            return TextId::NONE;
        }
        self.0.push(text.to_owned());
        TextId(self.0.len() as u32)
    }

    fn text(&mut self, id: TextId) -> String {
        id.index().checked_sub(1).and_then(|at| self.0.get(at)).cloned().unwrap_or_default()
    }
}

/// Answers one request and tells its head.
fn answer_once(answer: String) -> (String, std::thread::JoinHandle<String>) {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/roster.json?key=hidden", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(head).unwrap()
    });
    (url, thread)
}

#[test]
fn a_roster_is_fetched_with_a_token_and_never_from_elsewhere_or_by_half() {
    let served = Synced(Served::fresh("8.8"));
    let body = roster(&PEOPLE, &projects()).to_string();
    let long = " ".repeat(17 << 20) + &body;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length:";
    let sent = |whole: &str, part: &str| format!("{head} {}\r\n\r\n{part}", whole.len());
    let elsewhere = "HTTP/1.1 302 Found\r\nLocation: https://evil.test/\r\nContent-Length: 0\r\n\r\n".to_owned();
    let refused = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".to_owned();
    for (answer, code, told) in [
        (sent(&body, &body), 1, ""),
        (sent(&long, &long), 1, ""),
        (sent(&body, &body[..body.len() / 2]), 2, "was cut: half a roster is none"),
        (elsewhere, 2, "points elsewhere"),
        (refused, 2, "refuses the token (401); see --roster-token-file"),
    ] {
        let (url, thread) = answer_once(answer);
        let mut command = served.0.command(&["sync", "plan", &url, "--token-file", "token.json"]);
        command.env("GANTRY_ROSTER_TOKEN", "roster-secret");
        let ran = served.0.run(command).comes_to(code);
        let head = thread.join().unwrap().to_lowercase();
        assert!(head.contains("authorization: bearer roster-secret") && !head.contains("x-auth-token"), "{head}");
        assert!(ran.err.contains(told), "{}", ran.err);
        assert!(!ran.err.contains("hidden") && !ran.err.contains("roster-secret"), "{}", ran.err);
    }
    let ran = served.0.gantry(&["sync", "plan", "http://cms.example.org/roster.json"]).comes_to(2);
    assert!(ran.err.contains("names and addresses of people need https"), "{}", ran.err);
}

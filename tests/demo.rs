//! `gantry demo`: what it prints, what its project space serves and refuses, how it ends.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use tempfile::TempDir;

const PAGES: [&str; 8] = ["/", "/members/", "/members/bob", "/chat", "/simple", "/badges", "/server", "/no/such/page"];

/// A demo on free ports, with a package of its own; ended when dropped.
struct Demo {
    child: Child,
    out: BufReader<ChildStdout>,
    lines: Vec<String>,
    package: TempDir,
}

fn package() -> TempDir {
    let package = tempfile::tempdir().unwrap();
    fs::write(package.path().join("gantry.js"), "export {};\n").unwrap();
    fs::write(package.path().join("gantry_wasm_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
    package
}

fn gantry(package: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin("gantry"));
    command.arg("demo").arg("--package").arg(package).args(args);
    command
}

/// Runs a demo that is not to start.
fn refused(args: &[&str]) -> String {
    let package = package();
    let Output { status, stdout, stderr } = gantry(package.path(), args).output().unwrap();
    assert!(!status.success());
    assert_eq!(String::from_utf8(stdout).unwrap(), "", "an address was printed");
    String::from_utf8(stderr).unwrap()
}

impl Demo {
    fn start(args: &[&str]) -> Self {
        let package = package();
        let mut child = gantry(package.path(), args).args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        while lines.last().is_none_or(|line| line != "Ctrl-C ends it.") {
            let mut line = String::new();
            assert!(out.read_line(&mut line).unwrap() > 0, "ended early: {lines:?}");
            lines.push(line.trim_end().to_owned());
        }
        Self { child, out, lines, package }
    }

    fn with_standin(args: &[&str]) -> Self {
        Self::start(&[&["--chat-port", "0", "--quiet"], args].concat())
    }

    /// The address that was printed after `what`, without the slash at its end.
    fn address(&self, what: &str) -> String {
        let line = self.lines.iter().find_map(|line| line.strip_prefix(what)).unwrap();
        line.split_whitespace().next().unwrap().trim_end_matches('/').to_owned()
    }

    fn space(&self) -> String {
        self.address("Project space")
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        get(&format!("{}{path}", self.space()), headers)
    }

    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = agent().post(format!("{}{path}", self.space()));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request.send(body).unwrap())
    }

    fn login(&self, cookie: &str) -> Answer {
        self.post("/chat-login", &[("cookie", cookie)], "")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn get(url: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers.iter().fold(agent().get(url), |request, (name, value)| request.header(*name, *value));
    Answer::of(request.call().unwrap())
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let mut body = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut body).unwrap();
        Self { status: response.status().as_u16(), headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[test]
fn server_is_set_up_by_apply_and_its_page_says_what_check_says() {
    for release in ["3.18", "6.5", "8.8"] {
        let demo = Demo::with_standin(&["--rocket-chat-version", release]);
        let page = demo.get("/server", &[]).body;
        assert!(page.contains(&format!("In sync: nothing to change on Rocket.Chat {release}.")), "{release}: {page}");
        assert!(!page.contains("login-blocking"), "{release}: {page}");
        // Whoever changes a setting by hand sees it there at the next visit.
        let chat = demo.address("Rocket.Chat");
        agent()
            .post(format!("{chat}/_standin/settings"))
            .send_json(json!({ "Unread_Count_DM": "mentions_only" }))
            .unwrap();
        let page = demo.get("/server", &[]).body;
        assert!(page.contains("There is something to look at."), "{release}: {page}");
        assert!(page.contains("Unread_Count_DM"), "{release}: {page}");
    }
}

#[test]
fn prints_where_everything_is() {
    let demo = Demo::with_standin(&["--second-port", "0", "--rocket-chat-version", "7.10"]);
    let (space, chat, second) = (demo.space(), demo.address("Rocket.Chat"), demo.address("Second space"));
    assert_eq!(
        demo.lines,
        [
            format!("Project space   {space}/"),
            format!("Rocket.Chat     {chat}/ (stand-in 7.10)"),
            format!("Second space    {second}/"),
            "Accounts        admin; members alice, bob, chloe, raf_utilisateur-local; every password is demo"
                .to_owned(),
            "Ctrl-C ends it.".to_owned(),
        ]
    );
    assert_eq!(get(&format!("{chat}/"), &[]).status, 200);
    assert!(get(&format!("{second}/"), &[]).body.contains("second space"));
    assert!(!get(&format!("{space}/"), &[]).body.contains("second space"));
}

#[test]
fn every_page_is_whole_in_both_languages() {
    let demo = Demo::with_standin(&[]);
    for path in PAGES {
        for (language, accepted) in [("en", "en-GB,fr;q=0.3"), ("fr", "fr-FR,en;q=0.3")] {
            let page = demo.get(path, &[("accept-language", accepted)]);
            assert_eq!(page.status, if path == "/no/such/page" { 404 } else { 200 }, "{path}");
            assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
            assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert!(!page.body.contains("{{"), "{path}: {}", page.body);
            assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
            assert!(page.body.contains("data-gantry-unread"), "{path}");
        }
    }
}

#[test]
fn every_answer_carries_the_strict_headers() {
    let demo = Demo::with_standin(&[]);
    let chat = demo.address("Rocket.Chat");
    let files = [
        "/demo/space.css",
        "/demo/chat.js",
        "/people.json",
        "/gantry/gantry.json",
        "/gantry/gantry.js",
        "/gantry/none",
    ];
    for path in PAGES.iter().chain(&files) {
        let answer = demo.get(path, &[]);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"),
            "{path}"
        );
        assert!(policy.contains(&format!("frame-src {chat};")), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains('*'), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
}

#[test]
fn no_page_needs_what_its_own_policy_refuses() {
    let demo = Demo::with_standin(&[]);
    for path in PAGES {
        let body = demo.get(path, &[]).body;
        assert_eq!(body.matches("<script").count(), body.matches("<script type=\"module\" src=\"/").count(), "{path}");
        for inline in [" style=", "<style", " onclick", " onload", "javascript:", "src=\"http", "href=\"http"] {
            assert!(!body.contains(inline), "{path}: {inline}");
        }
    }
}

#[test]
fn the_simple_page_is_the_two_lines() {
    let body = Demo::with_standin(&["--room", "channel/general"]).get("/simple", &[]).body;
    let head = include_str!("../www/demo/simple-head.html").trim_end();
    let place = "<div data-gantry-room=\"channel/general\"></div>";
    let shown = |line: &str| line.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert!(body.find(head).is_some_and(|at| Some(at) < body.find("</head>")), "{body}");
    assert!(body.find(place) > body.find("<body>"), "{body}");
    assert!(body.contains(&format!("<code>{}\n{}</code>", shown(head), shown(place))), "{body}");
    assert_eq!(body.matches("<script").count(), 1);
}

#[test]
fn each_member_has_a_page_and_nobody_else() {
    let demo = Demo::with_standin(&[]);
    let directory = demo.get("/members/", &[]).body;
    for (username, name) in [
        ("alice", "Alice Martin"),
        ("bob", "Bob Durand"),
        ("chloe", "Chlo\u{e9} Petit"),
        ("raf_utilisateur-local", "Raf Utilisateur"),
    ] {
        let page = demo.get(&format!("/members/{username}"), &[]);
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<h1 data-person=\"{username}\">{name}</h1>")), "{username}");
        assert!(directory.contains(&format!("href=\"/members/{username}\"")), "{username}");
    }
    let unknown = demo.get("/members/%3Cscript%3E%22%2F..", &[]);
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains("&lt;script&gt;&quot;/.."), "{}", unknown.body);
    assert_eq!(demo.get("/members", &[]).header("location"), "/members/");
}

#[test]
fn people_are_known_by_username_and_by_user_id() {
    let demo = Demo::with_standin(&[]);
    let people = demo.get("/people.json", &[]).json();
    assert_eq!(people["bob"], "/members/bob");
    let pages: Vec<_> = people.as_object().unwrap().values().filter(|page| *page == "/members/bob").collect();
    assert_eq!(pages.len(), 2, "{people}");
}

#[test]
fn a_member_gets_a_session_and_nobody_gets_none() {
    let demo = Demo::with_standin(&[]);
    let alice = demo.login("");
    assert_eq!(alice.status, 200);
    assert_eq!(alice.header("cache-control"), "no-store");
    let session = alice.json();
    assert!(session["token"].as_str().is_some_and(|token| !token.is_empty()));
    assert!(session["userId"].as_str().is_some_and(|id| !id.is_empty()));
    assert_ne!(demo.login("demo_member=bob").json()["userId"], session["userId"]);
    for cookie in ["demo_member=nobody", "demo_member=mallory", "demo_member="] {
        let refused = demo.login(cookie);
        assert_eq!((refused.status, refused.json()), (401, json!({"error": "not-a-member"})), "{cookie}");
    }
    assert_eq!(demo.get("/chat-login", &[]).status, 405);
}

#[test]
fn a_session_is_kept_as_long_as_it_is_good() {
    let demo = Demo::with_standin(&[]);
    let token = |demo: &Demo| demo.login("").json()["token"].clone();
    let first = token(&demo);
    assert_eq!(token(&demo), first);
    assert_eq!(demo.post("/demo/forget", &[("content-type", "application/json")], "{}").status, 200);
    assert_ne!(token(&demo), first);
}

#[test]
fn a_configuration_of_ones_own_is_docked_on_the_demos_origins() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text = "version = 1\nserver = \"https://chat.example.org\"\norigins = [\"https://projects.example.org\"]\n\
                [profile]\nurl = \"/members/{username}\"\n";
    fs::write(file.path(), text).unwrap();
    let path = file.path().to_str().unwrap();
    let demo = Demo::with_standin(&["--config", path]);
    let written = demo.get("/gantry/gantry.json", &[]).json();
    assert_eq!(written["profile"], json!({"url": "/members/{username}"}));
    assert_eq!(written["origins"], json!([demo.space()]));
    assert_eq!(written["server"], demo.address("Rocket.Chat"));

    fs::write(file.path(), text.replace("[profile]", "[profil]")).unwrap();
    assert!(refused(&["--port", "0", "--chat-port", "0", "--config", path]).contains("profile"));
}

#[test]
fn the_stand_in_has_the_generated_bundle_installed() {
    let demo = Demo::with_standin(&[]);
    let stamp = demo.get("/gantry/gantry.json", &[]).json()["stamp"].as_str().unwrap().to_owned();
    let chat = demo.address("Rocket.Chat");
    let page = get(&format!("{chat}/group/projet-alpha?layout=embedded"), &[]).body;
    let (_, after) = page.split_once("/scripts_").unwrap();
    let (name, _) = after.split_once('"').unwrap();
    let script = get(&format!("{chat}/scripts_{name}"), &[]).body;
    assert!(!stamp.is_empty() && script.contains(&stamp));
}

#[test]
fn other_sites_get_no_session() {
    let demo = Demo::with_standin(&[]);
    let (space, chat) = (demo.space(), demo.address("Rocket.Chat"));
    assert_eq!(demo.post("/chat-login", &[("origin", &space), ("sec-fetch-site", "same-origin")], "").status, 200);
    for header in [("origin", chat.as_str()), ("origin", "null"), ("sec-fetch-site", "same-site")] {
        let refused = demo.post("/chat-login", &[header], "");
        assert_eq!(refused.status, 403, "{header:?}");
        assert!(!refused.body.contains("token"));
    }
    let renamed = demo.post("/chat-login", &[("host", "rebound.example")], "");
    assert_eq!(renamed.status, 421);
    assert!(!renamed.body.contains("token"));
}

#[test]
fn localhost_leads_to_the_origin_that_the_chat_knows() {
    let demo = Demo::with_standin(&[]);
    let port = demo.space().rsplit_once(':').unwrap().1.to_owned();
    let answer = demo.get("/chat?room=channel/general", &[("host", &format!("localhost:{port}"))]);
    assert_eq!(answer.status, 307);
    assert_eq!(answer.header("location"), format!("{}/chat?room=channel/general", demo.space()));
}

#[test]
fn the_package_is_served_with_its_configuration() {
    let demo = Demo::with_standin(&["--second-port", "0"]);
    assert_eq!(demo.get("/gantry/gantry_wasm_bg.wasm", &[]).header("content-type"), "application/wasm");
    assert_eq!(demo.get("/gantry/gantry.js", &[]).header("content-type"), "text/javascript");
    let written = demo.get("/gantry/gantry.json", &[]);
    assert_eq!(written.header("content-type"), "application/json");
    let written = written.json();
    assert_eq!(written["server"], demo.address("Rocket.Chat"));
    assert_eq!(written["origins"], json!([demo.space(), demo.address("Second space")]));
    assert_eq!(written["login"], json!({"url": "/chat-login"}));

    fs::write(demo.package.path().with_extension("secret"), "no").unwrap();
    let outside = demo.package.path().with_extension("secret");
    let name = outside.file_name().unwrap().to_str().unwrap();
    for path in [format!("/gantry/../{name}"), format!("/gantry/%2e%2e/{name}"), format!("/gantry/..%2f{name}")] {
        assert_eq!(demo.get(&path, &[]).status, 404, "{path}");
    }
    fs::remove_file(outside).unwrap();
}

#[test]
fn the_panel_speaks_through_the_pages_own_server() {
    let demo = Demo::with_standin(&[]);
    let act = |action: &str, cookie: &str, body: Value| {
        let headers = [("content-type", "application/json"), ("cookie", cookie)];
        demo.post(&format!("/demo/{action}"), &headers, &body.to_string()).status
    };
    assert_eq!(act("say", "", json!({"user": "bob", "room": "projet-alpha", "text": "Hello"})), 200);
    assert_eq!(act("say", "", json!({"user": "bob", "room": "projet-alpha", "text": " "})), 400);
    assert_eq!(act("reload", "", json!({})), 200);
    assert_eq!(act("forget", "demo_member=nobody", json!({})), 401);
    assert_eq!(act("settings", "", json!({})), 404);
}

#[test]
fn a_choice_is_a_cookie_and_the_way_back_stays_on_this_site() {
    let demo = Demo::with_standin(&[]);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = demo.post("/demo/preferences", &headers, "member=bob&back=%2Fchat%3Froom%3Dgroup%2Fa");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/chat?room=group/a");
    assert_eq!(answer.header("set-cookie"), "demo_member=bob; Path=/; HttpOnly; SameSite=Lax");
    let elsewhere = demo.post("/demo/preferences", &headers, "lang=fr&back=%2F%2Fevil.example");
    assert_eq!(elsewhere.header("location"), "/");
    assert!(demo.get("/", &[("cookie", "demo_lang=fr; demo_member=bob")]).body.contains("Bob Durand</p>"));
}

#[test]
fn a_real_server_is_docked_with_the_session_of_a_private_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), r#"{"token":"t0ken","userId":"someone"}"#).unwrap();
    let demo =
        Demo::start(&["--rocket-chat", "https://chat.example.org/rc/", "--login-file", file.path().to_str().unwrap()]);
    assert_eq!(demo.address("Rocket.Chat"), "https://chat.example.org/rc");
    assert!(demo.lines.iter().all(|line| !line.contains("t0ken") && !line.contains("stand-in")));
    assert_eq!(demo.login("").json(), json!({"token": "t0ken", "userId": "someone"}));
    assert_eq!(demo.login("demo_member=nobody").status, 401);
    assert_eq!(demo.get("/gantry/gantry.json", &[]).json()["server"], "https://chat.example.org/rc");
    assert!(demo.get("/", &[]).header("content-security-policy").contains("frame-src https://chat.example.org;"));
    assert_eq!(demo.get("/members/somebody.else", &[]).status, 200);
    let headers = [("content-type", "application/json")];
    assert_eq!(demo.post("/demo/reload", &headers, "{}").status, 409);
}

#[test]
fn a_real_server_without_a_session_is_logged_in_to_inside_the_frame() {
    let demo = Demo::start(&["--rocket-chat", "https://chat.example.org"]);
    assert_eq!(demo.login("").json(), json!({"error": "login-in-the-frame"}));
    assert!(demo.get("/gantry/gantry.json", &[]).json().get("login").is_none());
}

#[cfg(unix)]
#[test]
fn a_login_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), r#"{"token":"t0ken","userId":"someone"}"#).unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
    let path = file.path().to_str().unwrap();
    let error = refused(&["--port", "0", "--rocket-chat", "https://chat.example.org", "--login-file", path]);
    assert!(error.contains("chmod 600") && !error.contains("t0ken"), "{error}");
}

#[test]
fn a_port_in_use_is_named_with_its_flag() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let free = ["--port", "0", "--chat-port", "0", "--second-port", "0"];
    for flag in ["--port", "--chat-port", "--second-port"] {
        let mut args = free;
        let position = args.iter().position(|arg| *arg == flag).unwrap();
        args[position + 1] = &port;
        let error = refused(&args);
        assert!(error.contains(&format!("port {port} is in use")), "{error}");
        assert!(error.contains(&format!("choose another port with {flag}")), "{error}");
    }
}

#[test]
fn a_missing_package_is_told_with_what_builds_it() {
    let empty = tempfile::tempdir().unwrap();
    let output = gantry(empty.path(), &["--port", "0"]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(error.contains("gantry.js") && error.contains("make demo") && error.contains("--package"), "{error}");
}

#[test]
fn a_release_that_is_not_supported_is_told() {
    assert!(refused(&["--port", "0", "--rocket-chat-version", "3.17"]).contains("3.18"));
    assert!(refused(&["--port", "0", "--rocket-chat-version", "new"]).contains("like 8.8"));
    let demo = Demo::with_standin(&["--rocket-chat-version", "9.1"]);
    assert!(demo.lines[1].ends_with("(stand-in 8.8)"), "{:?}", demo.lines);
}

#[test]
fn what_the_stand_in_is_told_does_not_go_with_a_real_server() {
    for flag in ["--chat-port=1", "--rocket-chat-version=6.5"] {
        assert!(refused(&["--rocket-chat", "https://chat.example.org", flag]).contains("cannot be used with"));
    }
}

#[cfg(unix)]
#[test]
fn ends_cleanly_while_pages_are_open() {
    for signal in ["-INT", "-TERM"] {
        let mut demo = Demo::with_standin(&["--second-port", "0"]);
        // A request that never ends and a connection that never asks, on each server.
        let mut open = Vec::new();
        for what in ["Project space", "Rocket.Chat", "Second space"] {
            let host = demo.address(what).replace("http://", "");
            let mut request = TcpStream::connect(&host).unwrap();
            write!(request, "POST /chat-login HTTP/1.1\r\nhost: {host}\r\ncontent-length: 9\r\n").unwrap();
            open.push(request);
            open.push(TcpStream::connect(&host).unwrap());
        }
        assert!(Command::new("kill").args([signal, &demo.child.id().to_string()]).status().unwrap().success());
        let patience = Instant::now() + Duration::from_secs(60);
        let status = loop {
            if let Some(status) = demo.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < patience, "still there after {signal}");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success(), "{status}");
        let mut rest = String::new();
        demo.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "\nEnded.\n");
    }
}

#[test]
fn a_stand_in_that_is_not_set_up_comes_with_the_commands_that_set_it_up() {
    for (release, secret) in [("8.8", true), ("6.5", false)] {
        let demo = Demo::with_standin(&["--not-set-up", "--rocket-chat-version", release]);
        assert!(
            demo.lines.iter().any(|line| line.starts_with("Accounts ") && line.contains("alice")),
            "{:?}",
            demo.lines
        );
        let commands: Vec<_> = demo.lines.iter().filter_map(|line| line.strip_prefix("  ")).collect();
        assert_eq!(commands.len(), 5, "{:?}", demo.lines);
        assert_eq!(commands[4].starts_with("GANTRY_MEMBER_SECRET=demo "), secret, "{}", commands[4]);
        let folder = tempfile::tempdir().unwrap();
        for command in commands {
            let (secret, arguments) = command.split_once("gantry ").unwrap();
            let mut gantry = Command::new(cargo_bin("gantry"));
            gantry.args(arguments.split(' ')).current_dir(folder.path()).env("GANTRY_PASSWORD", "demo");
            for name in ["GANTRY_CONFIG", "GANTRY_TOKEN_FILE", "GANTRY_TOKEN", "GANTRY_USER_ID", "GANTRY_MEMBER_SECRET"]
            {
                gantry.env_remove(name);
            }
            if let Some(value) = secret.trim().strip_prefix("GANTRY_MEMBER_SECRET=") {
                gantry.env("GANTRY_MEMBER_SECRET", value);
            }
            // Who runs it at a terminal is asked.
            if arguments.starts_with("apply") {
                gantry.arg("--yes");
            }
            let Output { status, stdout, stderr } = gantry.output().unwrap();
            let told = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap()).join("\n");
            assert_eq!(status.code(), Some(i32::from(arguments.starts_with("plan"))), "{release}: {command}: {told}");
        }
        let kept: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("alice.json")).unwrap()).unwrap();
        assert!(kept["token"].is_string(), "the token of a member");
    }
}

#[test]
fn people_and_rooms_are_made_by_sync_from_the_roster_in_the_repository() {
    let roster = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/demo/roster.json");
    std::thread::scope(|scope| {
        for release in ["3.18", "4.8", "5.4", "6.5", "7.7", "7.10", "7.13", "8.8"] {
            let roster = &roster;
            scope.spawn(move || {
                let demo = Demo::with_standin(&["--rocket-chat-version", release]);
                let chat = demo.address("Rocket.Chat");
                let login = agent().post(format!("{chat}/api/v1/login"));
                let login = Answer::of(login.send_json(json!({ "user": "admin", "password": "demo" })).unwrap()).json();
                let (user, token) = (login["data"]["userId"].as_str(), login["data"]["authToken"].as_str());
                let (user, token) = (user.unwrap(), token.unwrap());
                let rooms =
                    get(&format!("{chat}/api/v1/groups.listAll"), &[("x-user-id", user), ("x-auth-token", token)]);
                let rooms = rooms.json();
                let alpha =
                    rooms["groups"].as_array().unwrap().iter().find(|room| room["name"] == "projet-alpha").unwrap();
                assert_eq!(alpha["customFields"]["gantryProject"], "projet-alpha", "{release}: made by sync");
                assert_eq!(alpha["fname"], "Projet Alpha", "{release}");

                let folder = tempfile::tempdir().unwrap();
                let config = format!("version = 1\nserver = \"{chat}\"\norigins = [\"{}\"]\n", demo.space());
                fs::write(folder.path().join("gantry.toml"), config).unwrap();
                let check = Command::new(cargo_bin("gantry"))
                    .args(["sync", "check"])
                    .arg(roster)
                    .env("GANTRY_USER_ID", user)
                    .env("GANTRY_TOKEN", token)
                    .current_dir(folder.path())
                    .output()
                    .unwrap();
                let told = [check.stdout, check.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).join("\n");
                assert_eq!(check.status.code(), Some(0), "{release}: {told}");

                let people = demo.get("/people.json", &[]).json();
                assert_eq!(people["b0bDurandK4tVw8Zs"], "/members/bob", "{release}: the map is the one of sync");
                assert_eq!(people.as_object().unwrap().len(), 10, "{release}: {people}");
            });
        }
    });
}

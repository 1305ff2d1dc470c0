//! Setting a server up as an integrator does it: every command, on every release.
#![cfg(feature = "standin")]
#![allow(clippy::unwrap_used)]

mod setup_cli_server;

use serde_json::json;
use setup_cli_server::{RELEASES, Served, mode};

/// Plan, apply, check, apply again, restore, check.
fn goes_there_and_back(served: &Served) {
    let planned = served.gantry(&["plan"]).comes_to(1);
    assert!(planned.out.contains("Iframe_Restrict_Access"), "{}", planned.out);
    assert!(served.calls().iter().all(|call| reads_or_probes(call)));
    assert!(!served.path(".gantry").exists(), "a plan leaves nothing behind");

    served.gantry(&["apply", "--yes"]).comes_to(0);
    let quiet = served.gantry(&["check"]).comes_to(0);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    assert_eq!(served.setting("Iframe_Restrict_Access"), json!(false));

    served.calls();
    let again = served.gantry(&["apply", "--yes"]).comes_to(0);
    assert!(again.out.contains("In sync"), "{}", again.out);
    assert!(served.calls().iter().all(|call| reads_or_probes(call)));

    let snapshots = served.snapshots();
    assert_eq!(snapshots.len(), 1, "nothing to do, nothing to keep");
    served.gantry(&["restore", snapshots[0].to_str().unwrap(), "--yes"]).comes_to(0);
    assert_eq!(served.setting("Iframe_Restrict_Access"), json!(true));
    let drifted = served.gantry(&["check"]).comes_to(1);
    assert_eq!(without_new(&drifted.out), without_new(&planned.out), "as it was before the first apply");
}

/// The two questions about what a server can are no writes.
fn reads_or_probes(call: &str) -> bool {
    call.starts_with("GET ") || ["POST /api/v1/settings", "POST /api/v1/permissions.removeRole"].contains(&call)
}

fn without_new(plan: &str) -> String {
    plan.replace(" new since the last apply", "").trim_end().to_owned()
}

#[test]
fn every_release_is_set_up_and_put_back() {
    for release in RELEASES {
        println!("{release}");
        goes_there_and_back(&Served::fresh(release));
    }
}

#[test]
fn a_server_below_a_sub_path_is_set_up_and_put_back() {
    goes_there_and_back(&Served::with("8.8", "/tools/chat", |_| {}));
}

#[cfg(unix)]
#[test]
fn state_and_snapshots_are_their_owner_s_alone() {
    let served = Served::fresh("8.8");
    served.gantry(&["apply", "--yes"]).comes_to(0);
    for file in served.files().iter().filter(|file| file.starts_with(served.path(".gantry"))) {
        assert_eq!(mode(file), 0o600, "{}", file.display());
        assert_eq!(mode(file.parent().unwrap()), 0o700);
    }
    assert_eq!(served.snapshots().len(), 1);
}

//! What `docs/upgrade.md` shows of a plan after an upgrade.

use super::fences::{docs, of, text_of};
use super::setup_cli_server::Served;

/// A server that was set up as the one release, and is the other now: settings and the roles of what there was already
/// stay, and what is new comes with its defaults.
fn upgraded(from: &str, to: &str) -> Served {
    let before = Served::fresh(from);
    before.gantry(&["apply", "--yes"]).comes_to(0);
    let after = Served::fresh(to);
    {
        let old = before.hub.world();
        let mut new = after.hub.world();
        let now = new.now;
        let kept: Vec<_> = old.settings.iter().filter(|(id, _)| new.settings.contains_key(*id)).collect();
        let kept: Vec<_> = kept.into_iter().map(|(id, value)| (id.clone(), value.clone())).collect();
        new.settings.extend(kept);
        for (id, permission) in old.permissions.iter() {
            if new.permissions.get(id).is_some() {
                new.permissions.set(id, permission.roles.clone(), now);
            }
        }
    }
    std::fs::create_dir(after.path(".gantry")).unwrap();
    std::fs::copy(before.path(".gantry/state.json"), after.path(".gantry/state.json")).unwrap();
    after
}

/// A plan without its notes, which name the server's address.
fn without_notes(plan: &str) -> String {
    let parts = plan.trim_end().split("\n\n").filter(|part| !part.starts_with("Notes\n"));
    parts.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// `GANTRY_WRITE=1 cargo test --test docs` writes it anew.
#[test]
fn the_plan_after_an_upgrade_is_the_one_that_is_shown() {
    let served = upgraded("7.7", "8.8");
    let planned = without_notes(&served.gantry(&["plan"]).comes_to(1).out);
    let shown = of("upgrade.md", "text")[0].clone();
    if std::env::var_os("GANTRY_WRITE").is_some() {
        let text = text_of("upgrade.md").replace(&shown, &planned);
        std::fs::write(docs().join("upgrade.md"), text).unwrap();
    }
    assert_eq!(of("upgrade.md", "text")[0], planned);
}

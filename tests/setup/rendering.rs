//! What people and programs read.

use std::collections::{BTreeMap, BTreeSet};

use gantry::protocol::Release;
use gantry::setup::render::{self, Style};
use gantry::setup::{Change, Memory, Observed, Population, plan};
use serde_json::{Value, json};

use super::model::{Fault, Model, RELEASES, config, manual, origin, release};

/// Two pages and the login-block list, so that every syntax is seen.
#[test]
fn the_plan_of_every_release_reads_well() {
    for numbers in RELEASES {
        for mut config in [config(), manual()] {
            config.origins.push(origin("https://extranet.example.org"));
            let plan = Model::fresh(release(numbers)).plan(&config);
            let text = render::plain(&render::text(&plan));
            let name = format!("plan-{}.{}-{}", numbers.0, numbers.1, config.preset.name());
            insta::assert_snapshot!(name, text);
        }
    }
}

fn fixture(name: &str) -> Value {
    let path = format!("{}/tests/fixtures/6.5.3/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What a real 6.5.3 said.
fn recorded() -> Observed {
    let settings: BTreeMap<String, Value> = fixture("settings-6.5.3.json")["settings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|setting| Some((setting["_id"].as_str()?.to_owned(), setting.get("value")?.clone())))
        .collect();
    let permissions: BTreeMap<String, BTreeSet<String>> = fixture("permissions.listAll-6.5.3.json")["update"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|permission| permission["level"] != "settings")
        .map(|permission| {
            let roles = permission["roles"].as_array().unwrap().iter().map(|role| role.as_str().unwrap().to_owned());
            (permission["_id"].as_str().unwrap().to_owned(), roles.collect())
        })
        .collect();
    let mut observed = Model::fresh(Release::new(6, 5)).observed();
    observed.settings = settings;
    observed.permissions = permissions;
    observed.population = Some(Population { people: 4, rooms: 3 });
    observed
}

#[test]
fn a_recorded_server_of_6_5_3_is_planned_and_set_up() {
    let observed = recorded();
    let plan = plan(&manual(), &observed, &Memory::default()).unwrap();
    insta::assert_snapshot!("plan-recorded-6.5.3-ametys", render::plain(&render::text(&plan)));
    let mut model = Model::fresh(Release::new(6, 5));
    model.settings = observed.settings;
    model.permissions = observed.permissions;
    let mut plan = plan;
    plan.accept_occupied();
    assert!(model.apply(&plan).is_complete());
    assert!(model.plan(&manual()).is_in_sync());
}

#[test]
fn markdown_and_json_of_a_plan_read_well() {
    let mut memory = Memory::default();
    let model = Model::newest();
    memory.record_applied(&model.observed());
    memory.permissions.remove("export-messages-as-pdf");
    let mut elsewhere = config();
    elsewhere.origins = vec![origin("https://projects.example.com")];
    let plan = plan(&elsewhere, &model.observed(), &memory).unwrap();
    insta::assert_snapshot!("plan.md", render::markdown(&plan));
    let mut json = render::json(&plan);
    for change in json["changes"].as_array_mut().unwrap() {
        if change["to"].as_str().is_some_and(|text| text.contains("gantry:begin")) {
            change["to"] = json!("(the text with the block)");
        }
    }
    insta::assert_snapshot!("plan.json", serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn in_sync_is_one_line() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    model.apply(&plan);
    let plan = model.set("Show_Setup_Wizard", json!("completed")).plan(&config());
    assert_eq!(render::summary(&plan), "In sync: nothing to change on Rocket.Chat 8.8.");
    assert_eq!(render::json(&plan)["inSync"], true);
}

#[test]
fn an_outcome_tells_what_was_done_what_was_not_and_what_is_next() {
    let mut model = Model::fresh(release((6, 5)));
    model.refused.insert("UI_Use_Real_Name".into());
    model.stubborn.insert("NPS_survey_enabled".into());
    let plan = model.plan(&config());
    let outcome = model.apply(&plan);
    insta::assert_snapshot!("outcome-refused", render::plain(&render::outcome(&outcome, "gantry apply")));
    let mut model = Model::fresh(release((6, 5)));
    model.fault = Some((11, Fault::Unreachable));
    let plan = model.plan(&config());
    let outcome = model.apply(&plan);
    insta::assert_snapshot!("outcome-unreachable", render::plain(&render::outcome(&outcome, "gantry apply")));
    let json = render::outcome_json(&outcome, "gantry apply");
    assert_eq!(json["complete"], false);
    assert_eq!(json["changes"].as_array().unwrap().len(), plan.changes.len());
}

#[test]
fn text_from_the_server_stays_text() {
    let hostile = "\u{1b}[2J<script>|`x`\n| a | b |";
    let model =
        Model::newest().set("Unread_Count", json!(hostile)).set("theme-custom-css", json!("\u{1b}]0;x\u{7}\n```\n# h"));
    let plan = model.plan(&config());
    let text = render::plain(&render::text(&plan));
    assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'));
    let markdown = render::markdown(&plan);
    assert!(!markdown.contains('\u{1b}'), "{markdown}");
    let row = markdown.lines().find(|line| line.starts_with("| `Unread_Count`")).unwrap();
    assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
    assert!(markdown.contains("\n````diff\n"), "a fence longer than any in it");
}

#[test]
fn a_secret_is_masked_everywhere() {
    let mut plan = Model::newest().plan(&config());
    plan.changes = vec![Change::Setting {
        id: "SMTP_Password".into(),
        from: json!("hunter2"),
        to: json!("hunter3"),
        step: None,
        why: "x.".into(),
        risk: None,
    }];
    let texts = [
        render::plain(&render::text(&plan)),
        render::markdown(&plan),
        render::json(&plan).to_string(),
        gantry::setup::Snapshot::before(&plan).text(),
    ];
    for text in texts {
        assert!(!text.contains("hunter"), "{text}");
    }
    let mut model = Model::newest();
    model.settings.insert("SMTP_Password".into(), json!("hunter2"));
    model.stubborn.insert("SMTP_Password".into());
    let outcome = model.apply(&plan);
    assert!(!render::plain(&render::outcome(&outcome, "x")).contains("hunter"));
    assert!(!render::outcome_json(&outcome, "x").to_string().contains("hunter"));
}

#[test]
fn warnings_and_risks_have_their_own_style() {
    let lines = render::text(&Model::newest().plan(&manual()));
    let styled = |style: Style, text: &str| {
        lines.iter().flat_map(|line| &line.0).any(|span| span.style == style && span.text.contains(text))
    };
    assert!(styled(Style::Warning, "Risk: every uploaded file is public"));
    assert!(styled(Style::Added, "all_messages") && styled(Style::Removed, "user_and_group_mentions_only"));
    assert!(styled(Style::Removed, "-user"));
}

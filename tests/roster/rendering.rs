//! Plans as people and programs read them.

use gantry::roster::{State, render};
use gantry::setup::render::plain;

use super::model::{Model, options, roster};

fn planned() -> (Model, gantry::roster::Plan) {
    let (mut model, mut state) = (Model::new(), State::default());
    let first = roster(&["1 ann a@x.test", "2 bea b@x.test", "3 cat c@x.test"], &["p Alpha: 1 2", "q Beta: 3"]);
    model.sync(&first, &mut state, &options());
    let mut next = roster(
        &["1 ann new@x.test", "2 bea b@x.test", "4 dan d@x.test", "5 all e@x.test"],
        &["p Alpha Two: 1*owner 4", "r <b>Gamma|x</b>: 2"],
    );
    next.projects[0].description = Some("All of it".into());
    let plan = model.plan(&next, &state, &gantry::config::SyncOptions::default());
    (model, plan)
}

#[test]
fn a_plan_in_words() {
    insta::assert_snapshot!("plan", plain(&render::text(&planned().1)));
}

#[test]
fn a_plan_in_markdown_keeps_text_text() {
    insta::assert_snapshot!("plan.md", render::markdown(&planned().1));
}

#[test]
fn a_plan_for_programs() {
    insta::assert_snapshot!("plan.json", serde_json::to_string_pretty(&render::json(&planned().1)).unwrap());
}

#[test]
fn an_outcome_in_words_tells_how_to_go_on() {
    let (mut model, plan) = planned();
    model.left = Some(4);
    let outcome = model.apply(&plan, &mut State::default(), &options());
    insta::assert_snapshot!("outcome", plain(&render::outcome(&outcome, "gantry sync apply roster.json")));
    let told = serde_json::to_value(render::outcome_json(&outcome, "gantry sync apply roster.json")).unwrap();
    assert_eq!(told["complete"], false);
    assert_eq!(told["next"], "gantry sync apply roster.json");
}

#[test]
fn an_outcome_in_markdown_keeps_text_text() {
    let (mut model, plan) = planned();
    model.left = Some(4);
    let outcome = model.apply(&plan, &mut State::default(), &options());
    insta::assert_snapshot!("outcome.md", render::outcome_markdown(&outcome, "gantry sync apply roster.json"));
}

//! Applying: what is written, what a refusal or a cut leaves behind, and how the next run finishes.

use gantry::setup::{Cause, Event, Fate, Journal, Memory, ServerError, apply, plan};
use serde_json::json;

use super::model::{Fault, Model, RELEASES, config, manual, release};

#[test]
fn after_applying_the_plan_is_empty_and_a_second_apply_writes_nothing() {
    for numbers in RELEASES {
        for config in [config(), manual()] {
            let mut model = Model::fresh(release(numbers));
            let plan = model.plan(&config);
            let outcome = model.apply(&plan);
            assert!(outcome.is_complete(), "{numbers:?} {:?}", outcome.next("gantry apply"));
            let again = model.plan(&config);
            assert!(again.is_in_sync(), "{numbers:?} {:?}", again.changes);
            let writes = model.writes();
            model.apply(&again);
            model.apply(&plan);
            assert_eq!(model.writes(), writes, "not even the old plan writes again");
        }
    }
}

#[test]
fn there_is_at_most_one_write_for_a_value_and_one_for_all_settings_where_the_server_can() {
    for numbers in RELEASES {
        let mut model = Model::fresh(release(numbers));
        let plan = model.plan(&config());
        model.apply(&plan);
        assert!(model.writes() <= plan.changes.len(), "{numbers:?}: {} of {}", model.writes(), plan.changes.len());
        let of_settings = model.calls.iter().filter(|call| call.starts_with("write ")).count();
        if numbers == (8, 8) {
            assert_eq!(of_settings, 1);
        }
    }
}

#[test]
fn a_proof_that_changes_nothing_comes_before_several_guarded_writes() {
    let mut model = Model::fresh(release((6, 5)));
    model.fault = Some((3, Fault::SecondFactor));
    let plan = model.plan(&manual());
    let outcome = model.apply(&plan);
    assert_eq!(model.calls[..4].last().unwrap(), "write Accounts_TwoFactorAuthentication_Enabled");
    assert!(matches!(outcome.stopped, Some(ServerError::SecondFactorMissing { .. })));
    assert!(model.changed.is_empty() && outcome.done().count() == 0);
    assert!(outcome.next("gantry apply").unwrap().contains("second proof"));
}

#[test]
fn one_refusal_leaves_the_rest_to_be_done() {
    for numbers in RELEASES {
        let mut model = Model::fresh(release(numbers));
        model.refused.insert("Custom_Script_Logged_In".into());
        model.refused_permissions.insert("leave-p".into());
        let plan = model.plan(&config());
        let outcome = model.apply(&plan);
        let not_done: Vec<_> = outcome.not_done().map(|(change, cause)| (change.id(), cause.clone())).collect();
        assert_eq!(not_done.len(), 2, "{numbers:?} {not_done:?}");
        assert_eq!((not_done[0].0, not_done[1].0), ("Custom_Script_Logged_In", "leave-p"));
        assert!(not_done.iter().all(|(_, cause)| matches!(cause, Cause::Server(_))));
        assert_eq!(outcome.done().count(), plan.changes.len() - 2);
        assert!(outcome.next("gantry apply").unwrap().contains("gantry apply"));
        model.refused.clear();
        model.refused_permissions.clear();
        let rest = model.plan(&config());
        assert_eq!(rest.changes.len(), 2);
        assert!(model.apply(&rest).is_complete());
    }
}

#[test]
fn a_setting_that_does_not_take_is_told_with_its_cause() {
    for pinned in [false, true] {
        let mut model = Model::newest();
        model.stubborn.insert("UI_Use_Real_Name".into());
        let mut observed = model.observed();
        if pinned {
            observed.pinned.insert("UI_Use_Real_Name".into());
        }
        let plan = plan(&config(), &observed, &Memory::default()).unwrap();
        assert_eq!(plan.notes.iter().any(|note| note.code == "setting-pinned"), pinned);
        let outcome = model.apply(&plan);
        let causes: Vec<_> = outcome.not_done().collect();
        assert_eq!(causes.len(), 1);
        assert_eq!(*causes[0].1, Cause::CameBack { value: json!(false), pinned });
        assert_eq!(causes[0].1.in_words("UI_Use_Real_Name").contains("OVERWRITE_SETTING_UI_Use_Real_Name"), pinned);
    }
}

#[test]
fn what_somebody_changed_after_the_plan_is_left_alone() {
    let mut model = Model::newest();
    let plan = model.plan(&config());
    model.settings.insert("theme-custom-css".into(), json!("somebody's own"));
    model.settings.insert("UI_Use_Real_Name".into(), json!(true));
    model.permissions.get_mut("leave-p").unwrap().insert("guest".into());
    let outcome = model.apply(&plan);
    let not_done: Vec<_> = outcome.not_done().map(|(change, cause)| (change.id(), cause.clone())).collect();
    assert_eq!(not_done, [("theme-custom-css", Cause::ChangedMeanwhile)]);
    assert_eq!(model.settings["theme-custom-css"], "somebody's own");
    assert!(model.permissions["leave-p"].contains("guest") && !model.permissions["leave-p"].contains("user"));
}

#[test]
fn a_role_given_after_the_plan_is_not_lost() {
    for numbers in RELEASES {
        let mut model = Model::fresh(release(numbers));
        let plan = model.plan(&config());
        let mut expected = model.permissions["create-c"].clone();
        model.permissions.get_mut("create-c").unwrap().insert("livechat-agent".into());
        assert!(model.apply(&plan).is_complete());
        expected.insert("livechat-agent".into());
        expected.remove("user");
        assert_eq!(model.permissions["create-c"], expected, "{numbers:?}");
    }
}

/// Cut after every single call in turn, in every way: the next run finishes, and nothing is changed twice.
#[test]
fn applying_is_cut_after_every_single_call_and_finishes_on_the_next_run() {
    let faults = [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::TimedOutAfter,
        Fault::FailedAfter,
        Fault::Unreachable,
        Fault::NotLoggedIn,
        Fault::SecondFactor,
    ];
    for numbers in [(3, 18), (8, 6), (8, 8)] {
        for fault in faults {
            let mut at = 0;
            loop {
                let mut model = Model::fresh(release(numbers));
                let plan = model.plan(&manual());
                model.fault = Some((at, fault));
                let outcome = model.apply(&plan);
                if model.calls.len() <= at {
                    break;
                }
                let listed = outcome.done().count() + outcome.not_done().count() + outcome.unknown().count();
                assert_eq!(listed, plan.changes.len());
                let left = model.plan(&manual());
                for change in outcome.done() {
                    assert!(left.changes.iter().all(|left| left.id() != change.id()), "{} is not done", change.id());
                }
                if !outcome.is_complete() {
                    assert!(outcome.next("gantry apply").unwrap().contains("gantry apply"), "{fault:?}");
                }
                model.fault = None;
                let rest = model.plan(&manual());
                let after = model.apply(&rest);
                assert!(after.is_complete(), "{numbers:?} {fault:?} at {at}: {:?}", after.next("gantry apply"));
                assert!(model.plan(&manual()).is_in_sync());
                let mut changed = model.changed.clone();
                changed.sort();
                let all = changed.len();
                changed.dedup();
                let roles_in_two_steps = all - changed.len();
                assert_eq!(roles_in_two_steps, 0, "{numbers:?} {fault:?} at {at}: something was changed twice");
                at += 1;
            }
            assert!(at > 5, "{numbers:?} {fault:?}");
        }
    }
}

#[test]
fn the_end_of_a_session_is_not_tried_against() {
    let mut model = Model::fresh(release((6, 5)));
    model.fault = Some((8, Fault::NotLoggedIn));
    let plan = model.plan(&config());
    let outcome = model.apply(&plan);
    assert_eq!(model.calls.len(), 9, "no call after the refusal");
    assert!(outcome.items.iter().any(|item| item.fate == Fate::Done));
    assert!(outcome.not_done().all(|(_, cause)| *cause == Cause::NotReached));
    assert!(outcome.next("gantry apply").unwrap().contains("gantry token create"));
}

#[test]
fn a_journal_hears_every_change_settled_once() {
    #[derive(Default)]
    struct Heard(Vec<String>);
    impl Journal for Heard {
        fn record(&mut self, event: &Event<'_>) {
            match event {
                Event::Proved => self.0.push("proved".into()),
                Event::Settled { change, .. } => self.0.push(change.id().into()),
                Event::Writing { .. } | Event::Stopped { .. } => {}
            }
        }
    }
    let mut model = Model::newest();
    let plan = model.plan(&config());
    let mut heard = Heard::default();
    apply(&plan, &mut model, &mut heard);
    let mut expected = vec!["proved".to_owned()];
    expected.extend(plan.changes.iter().map(|change| change.id().to_owned()));
    assert_eq!(heard.0, expected);
}

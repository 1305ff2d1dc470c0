//! The style sheet: one rule set per generation of Rocket.Chat's interface.
//!
//! Every rule is marked important, because Rocket.Chat adds its own style sheets later than the custom one. The text
//! must also pass the LESS compiler of 3.x.

use crate::config::actions::{self, Action, Toolbox};
use crate::config::{Config, Preset, check};

/// Whether there is anything to do.
pub(super) fn has_rules(config: &Config) -> bool {
    !changes(config).is_empty()
}

/// The rules without markers; a comment where there is nothing to do.
pub(super) fn rules(config: &Config) -> String {
    let mut css = changes(config);
    if css.is_empty() {
        css.push_str("/* Nothing to change: gantry.toml sets no avatar_radius and hides no action. */\n");
    }
    css
}

fn changes(config: &Config) -> String {
    let mut css = String::new();
    if let Some(radius) = config.bundle.avatar_radius.as_deref().filter(|radius| check::is_css_length(radius)) {
        rule(
            &mut css,
            "Avatars, 3.18 to 5.x: templates",
            &[".avatar-image".into()],
            &format!("border-radius: {radius}"),
        );
        rule(
            &mut css,
            "Avatars, from 4.7: React",
            &[".rcx-avatar__element".into()],
            &format!("border-radius: {radius}"),
        );
    }
    let hidden: Vec<Action> =
        config.bundle.hide.iter().filter_map(|id| actions::find(id)).filter(|action| action.has_style()).collect();
    hide(&mut css, "Hidden actions, 3.18 to 5.x: buttons and menu of templates", &hidden, |action| {
        if action.toolbox == Toolbox::Message {
            vec![
                format!("[data-message-action=\"{}\"]", action.id),
                format!("li.rc-popover__item[data-id=\"{}\"]", action.id),
            ]
        } else {
            Vec::new()
        }
    });
    hide(&mut css, "Hidden actions, 4.7 to 6.6: menu; a composer's buttons too", &hidden, |action| {
        vec![format!("[data-qa-id=\"{}\"]", action.id)]
    });
    hide(&mut css, "Hidden actions, 4.7 to about 8.2: toolbar, by label", &hidden, |action| {
        action.toolbar_label.map(|label| format!("[data-qa-id=\"{label}\"]")).into_iter().collect()
    });
    hide(&mut css, "Hidden actions, from 6.7: menu (from 6.6 on the page hides them as well)", &hidden, |action| {
        vec![format!("[data-key=\"{}\"]", action.id)]
    });
    if config.preset == Preset::Ametys {
        // The script stops the card already; these are kept because the manual has them, and because they also reach a
        // card opened from elsewhere, like the list of who reacted.
        let card = ["#react-user-card + div", "#react-user-card + div .rcx-box"].map(String::from);
        rule(&mut css, "User card, up to 6.6: the manual's rules", &card, "display: none");
        rule(&mut css, "and its backdrop", &["#react-user-card .rcx-modal__backdrop".into()], "z-index: -1");
    }
    css
}

fn hide(css: &mut String, comment: &str, actions: &[Action], selectors: impl Fn(&Action) -> Vec<String>) {
    let selectors: Vec<String> = actions.iter().flat_map(selectors).collect();
    rule(css, comment, &selectors, "display: none");
}

fn rule(css: &mut String, comment: &str, selectors: &[String], declaration: &str) {
    if !selectors.is_empty() {
        css.push_str(&format!("/* {comment} */\n{} {{\n  {declaration} !important;\n}}\n", selectors.join(",\n")));
    }
}

//! Settings as environment variables of Rocket.Chat's server, which sets them anew at every start.

use super::settings;
use crate::config::Config;

const INDENT: &str = "        ";

/// Lines for an env file; one that is not asked for stands there commented out.
pub(super) fn env(config: &Config) -> String {
    let mut out = String::from(
        "# Settings for Rocket.Chat's server, made by Gantry. It sets them at every start: a change made in its\n\
         # administration lasts until the next one. Script and CSS have several lines, so they are in compose.yaml.\n",
    );
    for setting in settings::all(config) {
        let mark = if setting.set { "" } else { "# " };
        let (why, id) = (&setting.why, &setting.id);
        match setting.text() {
            Some(value) => out.push_str(&format!("\n# {why}\n{mark}OVERWRITE_SETTING_{id}={value}\n")),
            None => {
                out.push_str(&format!("\n# {why}\n# {id} keeps what it has, so it is for `gantry apply` or by hand.\n"))
            }
        }
    }
    out
}

/// A fragment of a compose file with script and CSS.
pub(super) fn compose(script: &str, css: &str) -> String {
    let mut out = String::from(
        "# Script and CSS for Rocket.Chat's server, made by Gantry; the other settings are in overrides.env,\n\
         # which your own file names: env_file: [bundle/overrides.env]\n\
         # Use it beside your own file: docker compose -f compose.yaml -f bundle/compose.yaml up -d\n\
         # Rename the service if yours is not called rocketchat. Whatever else stands in these three settings is replaced:\n\
         # paste by hand (checklist.md) where you have script or CSS of your own. A dollar sign is written twice here.\n\
         services:\n  rocketchat:\n    environment:\n",
    );
    for (id, text) in
        [("Custom_Script_Logged_In", script), ("Custom_Script_Logged_Out", script), ("theme-custom-css", css)]
    {
        out.push_str(&format!("      OVERWRITE_SETTING_{id}: |\n"));
        for line in text.lines() {
            if !line.is_empty() {
                out.push_str(INDENT);
                out.push_str(&line.replace('$', "$$"));
            }
            out.push('\n');
        }
    }
    out
}

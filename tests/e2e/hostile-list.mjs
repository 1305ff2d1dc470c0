// All attempts, in the order of the threat table of docs/security.md.
import { login } from "./hostile-login.mjs";
import { setups } from "./hostile-setups.mjs";
import { text } from "./hostile-text.mjs";
import { visits } from "./hostile-visits.mjs";
import { windows } from "./hostile-windows.mjs";
import { words } from "./hostile-words.mjs";

export const ATTEMPTS = [...windows, ...words, ...visits, ...text, ...login, ...setups];

/** Rows that no browser has a part in: the native tests that try them, by row, file and name. */
export const NATIVE = [
  ["T60", "tests/setup_cli_failures.rs", "a_redirect_is_told_and_not_followed"],
  ["T60", "src/rest/tests/classes.rs", "a_redirect_is_never_followed_and_its_target_told_without_path"],
  ["T61", "tests/setup_cli_codes.rs", "another_server_than_the_first_is_refused"],
  ["T62", "tests/setup/files.rs", "a_saved_plan_is_refused_once_the_server_has_changed"],
  ["T62", "tests/setup/files.rs", "a_saved_plan_that_was_edited_is_refused"],
  ["T63", "tests/setup_cli_failures.rs", "what_a_server_says_steers_no_terminal"],
  ["T63", "src/setup/render/visible.rs", "what_steers_is_shown_as_a_mark"],
  ["T64", "tests/setup_cli_tokens.rs", "a_token_file_that_others_may_read_is_refused"],
  ["T64", "tests/setup_cli_secrets.rs", "no_output_no_error_and_no_file_but_the_token_s_own_holds_a_secret"],
  ["T65", "tests/setup/guards.rs", "admin_keeps_what_the_tool_needs"],
  ["T66", "tests/roster_cli/syncing.rs", "too_many_removals_and_an_empty_roster_stop"],
];

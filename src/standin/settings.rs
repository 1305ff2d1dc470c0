//! The settings that matter to a page that embeds the chat, with the defaults of a fresh server.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a fresh server has (recorded from 6.5.3, sending and receiving off).
#[must_use]
pub fn defaults() -> BTreeMap<String, Value> {
    [
        ("API_CORS_Origin", json!("*")),
        ("API_Enable_CORS", json!(false)),
        ("Accounts_Iframe_api_method", json!("POST")),
        ("Accounts_Iframe_api_url", json!("")),
        ("Accounts_iframe_enabled", json!(false)),
        ("Accounts_iframe_url", json!("")),
        ("Custom_Script_Logged_In", json!("//Add your script")),
        ("Custom_Script_Logged_Out", json!("//Add your script")),
        ("Custom_Script_On_Logout", json!("//Add your script")),
        ("Enable_CSP", json!(true)),
        ("Iframe_Integration_receive_enable", json!(false)),
        ("Iframe_Integration_receive_origin", json!("*")),
        ("Iframe_Integration_send_enable", json!(false)),
        ("Iframe_Integration_send_target_origin", json!("*")),
        ("Iframe_Restrict_Access", json!(true)),
        ("Iframe_X_Frame_Options", json!("sameorigin")),
        ("Message_GroupingPeriod", json!(300)),
        ("Site_Name", json!("Rocket.Chat")),
        ("Site_Url", json!("http://localhost:3000")),
        ("Threads_enabled", json!(true)),
        ("UI_Show_top_navbar_embedded_layout", json!(false)),
        ("UI_Use_Real_Name", json!(false)),
        ("Unread_Count", json!("user_and_group_mentions_only")),
        ("Unread_Count_DM", json!("all_messages")),
        ("Unread_Count_Omni", json!("all_messages")),
        ("theme-custom-css", json!("")),
    ]
    .into_iter()
    .map(|(id, value)| (id.to_owned(), value))
    .collect()
}

/// Settings that only an administrator sees; all others are public.
pub const HIDDEN: [&str; 5] =
    ["Enable_CSP", "API_CORS_Origin", "API_Enable_CORS", "Iframe_Restrict_Access", "Iframe_X_Frame_Options"];

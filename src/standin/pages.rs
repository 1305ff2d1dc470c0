//! What a browser loads: the client page, custom script and CSS as this version serves them, avatars, headers.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::hub::Hub;
use super::people;
use super::versions::AssetUrl;
use super::world::World;

/// Compressed answers start at this length; from there on the wrong length is dropped with the compression.
const COMPRESSION_THRESHOLD: usize = 1024;

const CSP: &str = "default-src 'self' ; connect-src *; font-src 'self'  data:; frame-src *; img-src * data: blob:; \
    media-src * data:; script-src 'self' 'unsafe-eval'  ; style-src 'self' 'unsafe-inline' ";

/// The client page's own files: name, media type, text.
const FILES: [(&str, &str, &str); 11] = [
    ("boot.js", "text/javascript", include_str!("client/boot.js")),
    ("channel.js", "text/javascript", include_str!("client/channel.js")),
    ("commands.js", "text/javascript", include_str!("client/commands.js")),
    ("store.js", "text/javascript", include_str!("client/store.js")),
    ("element.js", "text/javascript", include_str!("client/element.js")),
    ("layout.js", "text/javascript", include_str!("client/layout.js")),
    ("blaze.js", "text/javascript", include_str!("client/blaze.js")),
    ("react.js", "text/javascript", include_str!("client/react.js")),
    ("card.js", "text/javascript", include_str!("client/card.js")),
    ("panels.js", "text/javascript", include_str!("client/panels.js")),
    ("client.css", "text/css", include_str!("client/client.css")),
];

/// Adds what every answer of a Rocket.Chat server carries.
pub async fn headers(State(hub): State<Hub>, mut response: Response) -> Response {
    let world = hub.world();
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_XSS_PROTECTION, HeaderValue::from_static("1"));
    if world.switch("Enable_CSP") {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    }
    if hub.features.x_frame_options.is
        && world.switch("Iframe_Restrict_Access")
        && let Ok(value) = HeaderValue::from_str(world.text_setting("Iframe_X_Frame_Options"))
    {
        headers.insert(header::X_FRAME_OPTIONS, value);
    }
    response
}

/// The file with the three listeners, whose bodies are the settings' texts.
#[must_use]
pub fn script(world: &World) -> String {
    let mut file = String::from("\n\n\n\n");
    for id in ["Custom_Script_Logged_Out", "Custom_Script_Logged_In", "Custom_Script_On_Logout"] {
        let text = world.text_setting(id);
        file.push_str(&format!("\n\n// {id}\nwindow.addEventListener('{id}', function() {{\n\t{text}\n}})\n"));
    }
    file
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

fn asset_urls(hub: &Hub, world: &World) -> (String, String) {
    let (script, css) = (hash(&script(world)), hash(world.text_setting("theme-custom-css")));
    let path = hub.options.server.path();
    match hub.features.asset_url.is {
        AssetUrl::Query => (format!("{path}/scripts.js?{script}"), format!("{path}/css-theme.css?{css}")),
        AssetUrl::Path => (format!("{path}/scripts_{script}.js"), format!("{path}/css-theme_{css}.css")),
    }
}

/// An answer whose `Content-Length` counts characters: without compression its tail is cut off.
fn asset(hub: &Hub, headers: &HeaderMap, text: String, kind: &'static str, compressed: bool) -> Response {
    let characters = text.encode_utf16().count();
    let accepts = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip") || value.contains("deflate"));
    let whole = compressed && accepts && characters >= COMPRESSION_THRESHOLD;
    let mut bytes = text.into_bytes();
    if hub.features.content_length_in_characters.is && !whole {
        bytes.truncate(characters);
    }
    let more = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000"),
        (header::VARY, "Accept-Encoding"),
    ];
    (more, bytes).into_response()
}

fn script_asset(hub: &Hub, headers: &HeaderMap) -> Response {
    let text = script(&hub.world());
    asset(hub, headers, text, "application/javascript", true)
}

fn css_asset(hub: &Hub, headers: &HeaderMap, compressed: bool) -> Response {
    let text = hub.world().text_setting("theme-custom-css").to_owned();
    asset(hub, headers, text, "text/css; charset=UTF-8", compressed)
}

/// `/scripts.js?<hash>`, where this version has it.
pub async fn script_by_query(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    match hub.features.asset_url.is {
        AssetUrl::Query => script_asset(&hub, &headers),
        AssetUrl::Path => client(State(hub)).await,
    }
}

/// `/css-theme.css?<hash>`, where this version has it.
pub async fn css_by_query(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    match hub.features.asset_url.is {
        AssetUrl::Query => css_asset(&hub, &headers, true),
        AssetUrl::Path => client(State(hub)).await,
    }
}

/// `/theme.css`, kept for compatibility; it comes before the compression.
pub async fn theme_css(State(hub): State<Hub>, headers: HeaderMap) -> Response {
    if hub.features.theme_css.is { css_asset(&hub, &headers, false) } else { client(State(hub)).await }
}

/// Any other address: an asset with its hash in the path, or else the client page, whatever the address is.
pub async fn page_or_asset(State(hub): State<Hub>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().rsplit('/').next().unwrap_or("");
    let named = |start: &str, end: &str| path.starts_with(start) && path.ends_with(end);
    match hub.features.asset_url.is {
        AssetUrl::Path if named("scripts_", ".js") => script_asset(&hub, &headers),
        AssetUrl::Path if named("css-theme_", ".css") => css_asset(&hub, &headers, true),
        _ => client(State(hub)).await,
    }
}

/// The client page.
pub async fn client(State(hub): State<Hub>) -> Response {
    let world = hub.world();
    let (script, css) = asset_urls(&hub, &world);
    let path = hub.options.server.path();
    let data = json!({
        "version": hub.features.release.to_string(), "path": path, "features": hub.features,
        "siteName": world.text_setting("Site_Name"),
    });
    // Closing tags inside the data would end it early.
    let data = data.to_string().replace('<', "\\u003c");
    let preloads: String = FILES
        .iter()
        .filter(|(name, ..)| name.ends_with(".js"))
        .map(|(name, ..)| format!("<link rel=\"modulepreload\" href=\"{path}/_standin/client/{name}\">\n"))
        .collect();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <link rel=\"stylesheet\" type=\"text/css\" class=\"__meteor-css__\" href=\"{path}/_standin/client/client.css\">\n\
         <link id=\"css-theme\" rel=\"stylesheet\" type=\"text/css\" href=\"{css}\">\n\
         <script id=\"scripts\" type=\"text/javascript\" src=\"{script}\"></script>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"same-origin\">\n<title>Rocket.Chat</title>\n\
         {preloads}<script type=\"application/json\" id=\"standin\">{data}</script>\n\
         <script type=\"module\" src=\"{path}/_standin/client/boot.js\"></script>\n\
         </head>\n<body></body>\n</html>\n"
    );
    let more = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (more, page).into_response()
}

/// A file of the client page.
pub async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(file, ..)| *file == name) {
        Some((_, kind, text)) => {
            ([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "no-store")], *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A drawn avatar: a letter on a colour.
pub async fn avatar(Path(name): Path<String>) -> Response {
    let person = people::by_username(&name);
    let color = person.map_or("#6c727a", |person| person.color);
    let letter = person.and_then(|person| person.name.chars().next()).unwrap_or('#');
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 200\"><rect width=\"100%\" height=\"100%\" \
         fill=\"{color}\"/><text x=\"50%\" y=\"50%\" dy=\".36em\" text-anchor=\"middle\" fill=\"#fff\" \
         font-family=\"sans-serif\" font-size=\"125\">{letter}</text></svg>"
    );
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=3600")], drawing)
        .into_response()
}

//! Lines for nginx and Apache in front of Rocket.Chat, made for this configuration.

use crate::config::Config;

/// Lines for a proxy's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyLines {
    /// `nginx` or `Apache`.
    pub proxy: &'static str,
    /// One or more lines of its configuration.
    pub text: String,
}

fn lines(nginx: String, apache: String) -> Vec<ProxyLines> {
    vec![ProxyLines { proxy: "nginx", text: nginx }, ProxyLines { proxy: "Apache", text: apache }]
}

/// The pages that dock the chat, and no others, may show it.
#[must_use]
pub fn framing(config: &Config) -> Vec<ProxyLines> {
    let origins: Vec<&str> = config.origins.iter().map(|origin| origin.as_str()).collect();
    let policy = format!("frame-ancestors 'self' {}", origins.join(" "));
    lines(
        format!("proxy_hide_header X-Frame-Options;\nadd_header Content-Security-Policy \"{policy}\" always;"),
        format!(
            "Header unset X-Frame-Options\nHeader always unset X-Frame-Options\n\
             Header always add Content-Security-Policy \"{policy}\""
        ),
    )
}

/// WebSocket connections pass.
#[must_use]
pub fn upgrade(config: &Config) -> Vec<ProxyLines> {
    let path = config.server.path();
    lines(
        "proxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";"
            .into(),
        format!(
            "# 2.4.47 and later\nProxyPass \"{path}/\" \"http://127.0.0.1:3000{path}/\" upgrade=websocket\n\
             # before: a2enmod proxy_wstunnel rewrite\nRewriteEngine on\nRewriteCond %{{HTTP:Upgrade}} =websocket [NC]\n\
             RewriteRule ^{path}/(.*) ws://127.0.0.1:3000{path}/$1 [P,L]"
        ),
    )
}

/// Rocket.Chat learns that the visitor came by https.
#[must_use]
pub fn forwarded_scheme() -> Vec<ProxyLines> {
    lines(
        "proxy_set_header X-Forwarded-Proto $scheme;".into(),
        "RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}".into(),
    )
}

/// Rocket.Chat itself answers preflights.
#[must_use]
pub fn preflight() -> Vec<ProxyLines> {
    lines(
        "# delete: if ($request_method = OPTIONS) { return ...; }\n# delete: limit_except GET POST { ... }\n\
         # the location needs only this, for every method:\nproxy_pass http://127.0.0.1:3000;"
            .into(),
        "# delete: RewriteCond %{REQUEST_METHOD} =OPTIONS, with its RewriteRule\n# delete: <LimitExcept GET POST>\n\
         Require all granted"
            .into(),
    )
}

/// Only Rocket.Chat says which origin is allowed.
#[must_use]
pub fn own_cors() -> Vec<ProxyLines> {
    lines(
        "# delete: add_header Access-Control-Allow-Origin ...;".into(),
        "# delete: Header set Access-Control-Allow-Origin ...\n# delete: Header add Access-Control-Allow-Origin ..."
            .into(),
    )
}

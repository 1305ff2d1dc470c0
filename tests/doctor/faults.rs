//! Broken servers, proxies and configurations, each with the one finding that it must raise.

use gantry::config::{Config, Preset};
use gantry::protocol::{Release, ServerUrl};
use gantry::rest::{Answer, Broken};
use serde_json::json;

use crate::model::{Model, drop_header, header, origin, replace};

/// Who sees a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Everybody.
    ByAll,
    /// An administrator; without a token nothing is found.
    WithToken,
    /// Everybody, but without a token as another finding.
    WithoutTokenAs(&'static str),
}

pub struct Fault {
    pub code: &'static str,
    pub name: &'static str,
    pub seen: Seen,
    /// Releases that can have it.
    pub releases: fn(Release) -> bool,
    pub make: fn(&mut Model),
}

use Seen::{ByAll, WithToken, WithoutTokenAs};

const ALL: fn(Release) -> bool = |_| true;
const LISTS: fn(Release) -> bool = |release| release.major >= 4;

const fn fault(code: &'static str, name: &'static str, seen: Seen, make: fn(&mut Model)) -> Fault {
    Fault { code, name, seen, releases: ALL, make }
}

const fn where_lists(fault: Fault) -> Fault {
    Fault { releases: LISTS, ..fault }
}

fn html(answer: &mut Answer, status: u16) {
    replace(answer, status, "text/html", "<!DOCTYPE html><html><body>proxy</body></html>");
}

fn redirect(answer: &mut Answer, to: &str) {
    html(answer, 302);
    header(answer, "location", to);
}

/// The same server, configured otherwise.
fn configure(model: &mut Model, change: impl FnOnce(&mut Config)) {
    let mut config = model.config.clone();
    change(&mut config);
    let at = model.at.clone();
    *model = Model::with(model.release, config);
    model.at = at;
}

fn prepend(model: &mut Model, id: &str, text: &str) {
    let there = model.text(id);
    model.set(id, json!(format!("{text}\n{there}")));
}

fn edit(model: &mut Model, id: &str, from: &str, to: &str) {
    let there = model.text(id);
    assert!(there.contains(from));
    model.set(id, json!(there.replacen(from, to, 1)));
}

fn take(model: &mut Model, permission: &str) {
    model.permissions.get_mut(permission).unwrap().remove("user");
}

const LOGGED_IN: &str = "Custom_Script_Logged_In";
const LOGGED_OUT: &str = "Custom_Script_Logged_Out";
const ON_LOGOUT: &str = "Custom_Script_On_Logout";
const CSS: &str = "theme-custom-css";

pub const FAULTS: &[Fault] = &[
    fault("dns-unknown", "no such name", ByAll, |m| {
        m.broken = Some(Broken::Unreachable("failed to lookup address information: Name or service not known".into()));
    }),
    fault("unreachable", "nothing listens", ByAll, |m| {
        m.broken = Some(Broken::Unreachable("Connection refused (os error 111)".into()));
    }),
    fault("no-answer", "hangs", ByAll, |m| m.broken = Some(Broken::TimedOut)),
    fault("connection-cut", "cut", ByAll, |m| m.broken = Some(Broken::Cut)),
    fault("certificate", "expired", ByAll, |m| m.broken = Some(Broken::Certificate("expired".into()))),
    fault("redirect-https", "http is redirected", ByAll, |m| {
        // The pages are on http as well, or the chat would be blocked as mixed content.
        configure(m, |c| {
            c.server = ServerUrl::parse("http://chat.example.org").unwrap();
            c.origins = vec![origin("http://projects.example.org")];
        });
        m.at = m.config.server.clone();
        m.proxy("GET /", |a| redirect(a, "https://chat.example.org/api/info"));
    }),
    fault("redirect-loop", "Force_SSL without X-Forwarded-Proto", ByAll, |m| {
        m.proxy("GET /", |a| redirect(a, "https://chat.example.org/api/info"));
    }),
    fault("redirect-elsewhere", "single sign-on", ByAll, |m| {
        m.proxy("GET /", |a| redirect(a, "https://sso.example.org/login?state=secret"));
    }),
    fault("redirect-elsewhere", "single sign-on for pages only", ByAll, |m| {
        m.proxy("GET /home", |a| redirect(a, "/sso?next=/home"));
    }),
    fault("sub-path-other", "Rocket.Chat is at the root", ByAll, |m| {
        configure(m, |c| c.server = ServerUrl::parse("https://chat.example.org/chat").unwrap());
    }),
    fault("not-rocketchat", "a proxy's page with 200", ByAll, |m| m.proxy("GET /", |a| html(a, 200))),
    fault("not-rocketchat", "404", ByAll, |m| m.proxy("GET /", |a| html(a, 404))),
    fault("page-missing", "only the API is passed", ByAll, |m| m.proxy("GET /home", |a| html(a, 404))),
    fault("server-failing", "500", ByAll, |m| m.proxy("GET /", |a| html(a, 500))),
    fault("backend-away", "502", ByAll, |m| m.proxy("GET /", |a| html(a, 502))),
    fault("backend-away", "504", ByAll, |m| m.proxy("GET /", |a| html(a, 504))),
    fault("maintenance", "503", ByAll, |m| m.proxy("GET /", |a| html(a, 503))),
    fault("proxy-login", "basic authentication", ByAll, |m| m.proxy("GET /", |a| html(a, 401))),
    fault("release-unreadable", "no version", ByAll, |m| m.version = Some("unknown".into())),
    fault("release-older", "3.17", ByAll, |m| m.version = Some("3.17.2".into())),
    fault("release-newer", "9.0", ByAll, |m| m.version = Some("9.0".into())),
    fault("clock-wrong", "five minutes ahead", ByAll, |m| m.ahead = 300_000),
    fault("clock-wrong", "five minutes behind", ByAll, |m| m.ahead = -300_000),
    fault("mixed-content", "chat on http", ByAll, |m| {
        configure(m, |c| c.server = ServerUrl::parse("http://chat.example.org").unwrap());
        m.at = m.config.server.clone();
    }),
    fault("site-url-scheme", "http", ByAll, |m| m.set("Site_Url", json!("http://chat.example.org"))),
    fault("site-url-other", "the container's own", ByAll, |m| m.set("Site_Url", json!("http://localhost:3000"))),
    fault("site-url-path", "a path that is not there", ByAll, |m| {
        m.set("Site_Url", json!("https://chat.example.org/chat"))
    }),
    fault("realtime-blocked", "no upgrade", ByAll, |m| m.websocket = false),
    fault("realtime-blocked", "a proxy's page", ByAll, |m| m.proxy("GET /websocket", |a| html(a, 403))),
    fault("framing-restricted", "Rocket.Chat's default", WithoutTokenAs("framing-blocked"), |m| {
        m.set("Iframe_Restrict_Access", json!(true))
    }),
    fault("framing-proxy", "the proxy adds it", WithoutTokenAs("framing-blocked"), |m| {
        m.proxy("GET /", |a| header(a, "x-frame-options", "DENY"));
    }),
    fault("framing-twice", "both", ByAll, |m| {
        m.set("Iframe_Restrict_Access", json!(true));
        m.proxy("GET /", |a| header(a, "x-frame-options", "SAMEORIGIN"));
    }),
    fault("framing-ancestors", "a page is left out", ByAll, |m| {
        m.proxy("GET /", |a| {
            header(a, "content-security-policy", "frame-ancestors 'self' https://other.example.org");
        });
    }),
    fault("other-site", "page elsewhere, files public", ByAll, |m| {
        configure(m, |c| c.origins.push(origin("https://projects.example.net")));
        if m.release.major < 4 {
            configure(m, |c| c.origins = vec![origin("https://projects.example.net")]);
        }
    }),
    fault("files-other-site", "page elsewhere, files protected", ByAll, |m| {
        configure(m, |c| c.origins = vec![origin("https://projects.example.net")]);
        m.set("FileUpload_ProtectFiles", json!(true));
    }),
    fault("files-public", "without need", ByAll, |m| m.set("FileUpload_ProtectFiles", json!(false))),
    fault("cors-off", "the default", ByAll, |m| m.set("API_Enable_CORS", json!(false))),
    fault("cors-origin-missing", "another origin", ByAll, |m| m.set("API_CORS_Origin", json!("https://x.example.org"))),
    where_lists(fault("cors-origin-missing", "one of two", ByAll, |m| {
        m.set("API_CORS_Origin", json!("https://projects.example.org"));
    })),
    Fault {
        releases: |release| release.major < 4,
        ..fault("cors-origin-missing", "a list on 3.x", ByAll, |m| {
            m.set("API_CORS_Origin", json!("https://projects.example.org,https://x.example.org"));
        })
    },
    Fault {
        releases: |release| release.major < 4,
        ..fault("cors-one-origin", "two pages on 3.x", ByAll, |m| {
            configure(m, |c| c.origins.push(origin("https://extranet.example.org")));
        })
    },
    fault("cors-any", "*", ByAll, |m| m.set("API_CORS_Origin", json!("*"))),
    fault("preflight-eaten", "the proxy's 204", ByAll, |m| m.proxy("OPTIONS /", |a| replace(a, 204, "text/plain", ""))),
    fault("preflight-eaten", "the proxy's 405 page", ByAll, |m| m.proxy("OPTIONS /", |a| html(a, 405))),
    fault("preflight-eaten", "the proxy wants a login", ByAll, |m| m.proxy("OPTIONS /", |a| html(a, 401))),
    fault("cors-twice", "in preflights", ByAll, |m| {
        m.proxy("OPTIONS /", |a| header(a, "access-control-allow-origin", "*"));
    }),
    fault("cors-twice", "in answers", ByAll, |m| {
        m.proxy("GET /api/v1/me", |a| header(a, "access-control-allow-origin", "https://projects.example.org"));
    }),
    fault("cors-stripped", "the proxy hides it", ByAll, |m| {
        m.proxy("GET /api", |a| drop_header(a, "access-control-allow-origin"));
    }),
    fault("send-disabled", "the default", ByAll, |m| m.set("Iframe_Integration_send_enable", json!(false))),
    fault("send-target-any", "*", ByAll, |m| m.set("Iframe_Integration_send_target_origin", json!("*"))),
    fault("send-target-list", "as for receiving", ByAll, |m| {
        m.set("Iframe_Integration_send_target_origin", json!("https://projects.example.org,https://x.example.org"));
    }),
    fault("send-target-other", "another", ByAll, |m| {
        m.set("Iframe_Integration_send_target_origin", json!("https://x.example.org"));
    }),
    fault("send-target-other", "empty", ByAll, |m| m.set("Iframe_Integration_send_target_origin", json!(""))),
    fault("receive-disabled", "the default", ByAll, |m| m.set("Iframe_Integration_receive_enable", json!(false))),
    fault("receive-any", "*", ByAll, |m| m.set("Iframe_Integration_receive_origin", json!("*"))),
    fault("receive-origin-missing", "another", ByAll, |m| {
        m.set("Iframe_Integration_receive_origin", json!("https://x.example.org"));
    }),
    where_lists(fault("receive-origin-blank", "after the comma", ByAll, |m| {
        let list = json!("https://projects.example.org, https://extranet.example.org");
        m.set("Iframe_Integration_receive_origin", list);
    })),
    fault("receive-origin-written", "a slash", ByAll, |m| rewrite(m, |origin| format!("{origin}/"))),
    fault("receive-origin-written", "a path", ByAll, |m| rewrite(m, |origin| format!("{origin}/fr/index.html"))),
    fault("receive-origin-written", "capital letters", ByAll, |m| rewrite(m, |o| o.replace("projects", "Projects"))),
    fault("receive-origin-written", "the port of https", ByAll, |m| rewrite(m, |origin| format!("{origin}:443"))),
    fault("setting-type", "the text false", ByAll, |m| m.set("Iframe_Integration_send_enable", json!("true"))),
    fault("setting-type", "a hidden one", WithToken, |m| m.set("NPS_survey_enabled", json!("false"))),
    fault("setting-pinned", "a survey", WithToken, |m| {
        m.set("NPS_survey_enabled", json!(true));
        m.pinned.insert("NPS_survey_enabled".into());
    }),
    fault("counts-mentions-only", "the default", ByAll, |m| {
        m.set("Unread_Count", json!("user_and_group_mentions_only"))
    }),
    fault("counts-direct", "mentions", ByAll, |m| m.set("Unread_Count_DM", json!("mentions_only"))),
    Fault {
        releases: |release| release >= Release::new(7, 4),
        ..fault("counts-one-room", "no login", ByAll, |m| configure(m, |c| c.login = None))
    },
    fault("bundle-missing", "no script", ByAll, |m| {
        m.set(LOGGED_IN, json!("//Add your script"));
        m.set(LOGGED_OUT, json!("//Add your script"));
    }),
    fault("bundle-logged-out-missing", "half a script", ByAll, |m| m.set(LOGGED_OUT, json!("//Add your script"))),
    fault("bundle-other", "an older bundle", ByAll, |m| {
        let mut config = m.config.clone();
        config.origins.push(origin("https://old.example.org"));
        let old = gantry::bundle::generate(&config);
        m.set(LOGGED_IN, json!(old.script));
        m.set(LOGGED_OUT, json!(old.script));
        m.set(CSS, json!(old.css));
    }),
    fault("bundle-other", "only CSS is older", ByAll, |m| edit(m, CSS, "gantry:begin ", "gantry:begin 0")),
    fault("bundle-edited", "by hand", ByAll, |m| edit(m, LOGGED_IN, "event.button > 1", "event.button > 0")),
    fault("bundle-twice", "pasted again", ByAll, |m| {
        let script = m.text(LOGGED_IN);
        prepend(m, LOGGED_IN, &script);
    }),
    fault("bundle-broken", "the end is missing", ByAll, |m| edit(m, LOGGED_IN, "/* gantry:end */", "")),
    fault("bundle-broken", "cut in the middle", ByAll, |m| {
        let script = m.text(LOGGED_OUT);
        m.set(LOGGED_OUT, json!(&script[..script.len() / 2]));
    }),
    fault("style-missing", "an empty style sheet", ByAll, |m| {
        configure(m, |c| c.bundle.hide = vec!["reply-directly".into()]);
        m.set(CSS, json!(""));
    }),
    fault("style-syntax", "a rule that does not end", ByAll, |m| prepend(m, CSS, ".login { color: red;")),
    fault("script-syntax", "a bracket", ByAll, |m| prepend(m, LOGGED_IN, "window.mine = function () {")),
    fault("script-syntax", "in another slot", ByAll, |m| m.set(ON_LOGOUT, json!("alert('bye)"))),
    fault("script-syntax", "markup", ByAll, |m| m.set(ON_LOGOUT, json!("<script>alert(1)</script>"))),
    fault("script-syntax", "quotes of a word processor", ByAll, |m| {
        prepend(m, LOGGED_OUT, "console.log(\u{201c}hello\u{201d})");
    }),
    fault("script-cut", "accents, and a proxy without compression", ByAll, |m| {
        m.set(ON_LOGOUT, json!("console.log('\u{e0} bient\u{f4}t, \u{e9}l\u{e8}ve')"));
        m.compresses = false;
    }),
    fault("script-not-ascii", "accents", ByAll, |m| {
        m.set(ON_LOGOUT, json!("console.log('\u{e0} bient\u{f4}t, \u{e9}l\u{e8}ve')"));
    }),
    fault("script-not-ascii", "accents in CSS", ByAll, |m| prepend(m, CSS, "/* l'\u{e9}t\u{e9}, \u{e0} No\u{eb}l */")),
    fault("script-not-served", "a cache", ByAll, |m| {
        m.kept_script = Some("window.addEventListener('Custom_Script_Logged_In', function() {\n\t//old\n})\n".into());
    }),
    fault("manual-script", "beside ours", ByAll, |m| {
        let manual = "document.addEventListener('click', e => {\nconst url = (window.location != window.parent.location)\n\
                      ? document.referrer\n: document.location.href,\nmemberCard = e.target.closest('.user-card-message')\n\
                      if (memberCard) {\nparent.postMessage({\nevtname: 'user-card-click',\nusername: \
                      memberCard.parentNode.getAttribute('data-username'),\nid: \
                      memberCard.parentNode.getAttribute('data-id')\n}, url);\n}\n})";
        prepend(m, LOGGED_IN, manual);
    }),
    fault("registration-open", "the default", ByAll, |m| m.set("Accounts_RegistrationForm", json!("Public"))),
    fault("iframe-login-on", "on", ByAll, |m| m.set("Accounts_iframe_enabled", json!(true))),
    fault("identity-changeable", "the address", ByAll, |m| m.set("Accounts_AllowEmailChange", json!(true))),
    fault("two-factor-on", "against the preset", ByAll, |m| {
        configure(m, |c| c.preset = Preset::Ametys);
        m.set("Accounts_TwoFactorAuthentication_Enabled", json!(true));
    }),
    fault("token-challenged", "without bypass", WithToken, |m| {
        m.token.listed.as_mut().unwrap().bypasses_two_factor = Some(false);
        m.token.challenged = None;
    }),
    fault("token-bypass-broken", "as 8.5", WithToken, |m| m.token.challenged = Some(true)),
    fault("token-without-rights", "cannot write", WithToken, |m| m.token.missing = vec!["edit-privileged-setting"]),
    fault("token-without-rights", "cannot read", WithToken, |m| {
        for id in ["API_Enable_CORS", "API_CORS_Origin", "Iframe_Restrict_Access", "NPS_survey_enabled"] {
            m.hide(id);
        }
    }),
    fault("login-blocking", "the default", WithToken, |m| {
        m.set("Block_Multiple_Failed_Logins_Ip_Whitelist", json!(""));
    }),
    fault("encryption-on", "on", ByAll, |m| m.set("E2E_Enable", json!(true))),
    fault("wizard-pending", "a new server", ByAll, |m| m.set("Show_Setup_Wizard", json!("pending"))),
    fault("rate-limiter-tight", "one call a minute", WithToken, |m| {
        m.set("API_Enable_Rate_Limiter_Limit_Calls_Default", json!(1));
    }),
    fault("rate-limiter-off", "off", WithToken, |m| m.set("API_Enable_Rate_Limiter", json!(false))),
    fault("permissions-wide", "private rooms", WithToken, |m| {
        m.permissions.get_mut("create-p").unwrap().insert("user".into());
    }),
    fault("permissions-missing", "no private rooms", WithToken, |m| take(m, "view-p-room")),
];

/// Both lists of origins that hold the first page, with it written otherwise.
fn rewrite(model: &mut Model, write: fn(&str) -> String) {
    let mut list: Vec<String> = model.config.origins.iter().map(ToString::to_string).collect();
    list[0] = write(&list[0]);
    model.set("Iframe_Integration_receive_origin", json!(list.join(",")));
}

//! `gantry demo`: a project space and a Rocket.Chat on this machine, until Ctrl-C.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{config_file, output, placeholder};
use crate::bundle::{self, Bundle};
use crate::config::{Config, Login as LoginUrl, ProfileTarget};
use crate::protocol::{Origin, Release, ServerUrl, Support};
use crate::standin::space::{self, Login, Member, RocketChat};

/// How long open connections may keep the demo alive after Ctrl-C: event streams and sockets have no end of their own.
const FAREWELL: Duration = Duration::from_millis(800);

/// The file that shows that a folder holds the package.
const PACKAGE_ENTRY: &str = "gantry.js";

/// What `gantry demo` can be told.
#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    /// Port of the project space; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4810)]
    pub port: u16,
    /// Port of the stand-in Rocket.Chat; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4811, conflicts_with = "rocket_chat")]
    pub chat_port: u16,
    /// Port of a second project space, to see two origins dock the same chat; 0 takes a free one
    #[arg(long, value_name = "PORT")]
    pub second_port: Option<u16>,
    /// Docks this Rocket.Chat instead of the stand-in
    #[arg(long, value_name = "URL")]
    pub rocket_chat: Option<String>,
    /// File with {"token", "userId"} for that Rocket.Chat, readable by you alone; without it, log in inside the chat
    #[arg(long, value_name = "FILE", requires = "rocket_chat")]
    pub login_file: Option<PathBuf>,
    /// Release that the stand-in behaves like
    #[arg(long, value_name = "RELEASE", default_value = "8.8", conflicts_with = "rocket_chat")]
    pub rocket_chat_version: String,
    /// Room that the pages show: group/NAME, channel/NAME or direct/ID
    #[arg(long, value_name = "ROOM", default_value = "group/projet-alpha")]
    pub room: String,
    /// The demo's people don't talk by themselves
    #[arg(long)]
    pub quiet: bool,
    /// Folder with the package
    #[arg(long, value_name = "DIR", default_value = "www/pkg")]
    pub package: PathBuf,
    /// Takes profile, login and bundle from this gantry.toml; server and origins are the demo's own
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Runs the demo until Ctrl-C.
///
/// # Errors
/// Anything that stops it from starting, with the flag that changes it.
pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    if !args.package.join(PACKAGE_ENTRY).is_file() {
        bail!(
            "no package in {}: {PACKAGE_ENTRY} is missing. `make demo` builds it; --package names another folder",
            args.package.display()
        );
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let ended = runtime.block_on(demo(args));
    runtime.shutdown_timeout(FAREWELL);
    ended.map(|()| ExitCode::SUCCESS)
}

async fn demo(args: &DemoArgs) -> anyhow::Result<()> {
    let docked = Docked::choose(args)?;
    let (listener, origin) = bind(args.port, "--port").await?;
    let chat = match &docked {
        Docked::StandIn(_) => Some(bind(args.chat_port, "--chat-port").await?),
        Docked::Real { .. } => None,
    };
    let second = match args.second_port {
        Some(port) => Some(bind(port, "--second-port").await?),
        None => None,
    };

    let mut origins = vec![origin.clone()];
    origins.extend(second.iter().map(|(_, origin)| origin.clone()));
    let server = match (&docked, &chat) {
        (Docked::Real { server, .. }, _) => server.clone(),
        (_, Some((_, origin))) => ServerUrl::parse(origin.as_str())?,
        (Docked::StandIn(_), None) => bail!("the stand-in has no address"),
    };
    let config = configuration(args, server.clone(), &origins, &docked)?;
    let bundle = bundle::generate(&config);
    let standin = chat.is_some().then(|| Arc::new(RocketChat::new(server.clone())));
    let options = space::Options {
        origin,
        second: false,
        server: server.clone(),
        room: args.room.clone(),
        members: members(standin.is_some()),
        gantry_json: bundle.gantry_json.clone(),
        package: args.package.clone(),
        login: match (&standin, &docked) {
            (Some(standin), _) => Login::StandIn(Arc::clone(standin)),
            (None, Docked::Real { login_file: Some(file), .. }) => Login::File(file.clone()),
            (None, _) => Login::Frame,
        },
    };

    let mut addresses = vec![("Project space", format!("{}/", options.origin))];
    addresses.push(match &docked {
        Docked::StandIn(release) => ("Rocket.Chat", format!("{server}/ (stand-in {release})")),
        Docked::Real { .. } => ("Rocket.Chat", format!("{server}/")),
    });
    let (end, ending) = watch::channel(false);
    let mut serving = JoinSet::new();
    if let Some((listener, _)) = chat {
        serving.spawn(serve_standin(listener, bundle, until(ending.clone())));
    }
    if let Some((listener, origin)) = second {
        addresses.push(("Second space", format!("{origin}/")));
        let options = space::Options { origin, second: true, ..options.clone() };
        serving.spawn(space::serve(listener, options, until(ending.clone())));
    }
    serving.spawn(space::serve(listener, options, until(ending)));
    announce(&addresses, &docked, &origins);

    tokio::select! {
        interrupted = interrupted() => interrupted.context("Ctrl-C can't be heard")?,
        Some(ended) = serving.join_next() => {
            ended.context("a server of the demo broke off")?.context("a server of the demo ended")?;
            bail!("a server of the demo ended by itself");
        }
    }
    end.send_replace(true);
    let _ = tokio::time::timeout(FAREWELL, async { while serving.join_next().await.is_some() {} }).await;
    output::line("\nEnded.");
    Ok(())
}

/// What the demo docks.
enum Docked {
    StandIn(Release),
    Real { server: ServerUrl, login_file: Option<PathBuf> },
}

impl Docked {
    fn choose(args: &DemoArgs) -> anyhow::Result<Self> {
        if let Some(url) = &args.rocket_chat {
            let server = ServerUrl::parse(url).map_err(|error| anyhow!("--rocket-chat {url}: {error}"))?;
            if let Some(file) = &args.login_file {
                space::read_login_file(file).map_err(|error| anyhow!("--login-file: {error}"))?;
            }
            return Ok(Self::Real { server, login_file: args.login_file.clone() });
        }
        let asked = &args.rocket_chat_version;
        let release: Release = asked.parse().map_err(|error| anyhow!("--rocket-chat-version {asked}: {error}"))?;
        match release.support() {
            Support::Supported => Ok(Self::StandIn(release)),
            Support::Newer => {
                anstream::eprintln!(
                    "warning: {release} is newer than any known release; treated as {}",
                    Release::NEWEST
                );
                Ok(Self::StandIn(Release::NEWEST))
            }
            Support::Older => bail!(
                "--rocket-chat-version {release}: older than {}, the oldest release that Gantry docks",
                Release::OLDEST
            ),
        }
    }
}

/// The demo's configuration: the one of `--config`, or the default; server and origins are always the demo's own.
fn configuration(args: &DemoArgs, server: ServerUrl, origins: &[Origin], docked: &Docked) -> anyhow::Result<Config> {
    let mut config = match &args.config {
        Some(path) => config_file::read(path)?,
        None => {
            let mut config = Config::example(server.clone(), origins);
            if matches!(docked, Docked::StandIn(_)) {
                // The map knows user ids too, so that a mention under real names finds its page.
                config.profile.target = ProfileTarget::People("/people.json".to_owned());
            }
            config
        }
    };
    config.server = server;
    config.origins = origins.to_vec();
    // The pages' own server answers the login, whatever address the configuration's site has for it.
    let answered = !matches!(docked, Docked::Real { login_file: None, .. });
    config.login = answered.then(|| LoginUrl { url: "/chat-login".to_owned() });
    Ok(config)
}

/// The stand-in's people have pages. A real Rocket.Chat knows them by other ids, if at all.
fn members(standin: bool) -> Vec<Member> {
    placeholder::PEOPLE.iter().map(|(id, username, name)| Member::new(username, name, standin.then_some(*id))).collect()
}

async fn bind(port: u16, flag: &str) -> anyhow::Result<(TcpListener, Origin)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            anyhow!("port {port} is in use: end what listens there, or choose another port with {flag}")
        }
        io::ErrorKind::PermissionDenied => {
            anyhow!("port {port} is not allowed to you: choose one above 1023 with {flag}")
        }
        _ => anyhow!(error).context(format!("port {port} ({flag})")),
    })?;
    let (origin, _) = Origin::from_url(&format!("http://{}", listener.local_addr()?))?;
    Ok((listener, origin))
}

async fn serve_standin(
    listener: TcpListener,
    bundle: Bundle,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let _ = (bundle.script, bundle.css);
    placeholder::serve(listener, shutdown).await
}

/// Done once the demo ends.
async fn until(mut ending: watch::Receiver<bool>) {
    // An error says that the demo is gone already.
    let _ = ending.wait_for(|ended| *ended).await;
}

/// Done at Ctrl-C, or where the system asks the process to end.
async fn interrupted() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut asked = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = asked.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn announce(addresses: &[(&str, String)], docked: &Docked, origins: &[Origin]) {
    for (what, address) in addresses {
        output::line(format!("{what:<15} {address}"));
    }
    if matches!(docked, Docked::Real { .. }) {
        let origins: Vec<_> = origins.iter().map(Origin::as_str).collect();
        output::line(format!("It must allow {}: see `gantry bundle`.", origins.join(" and ")));
    }
    output::line("Ctrl-C ends it.");
}

//! `gantry demo`: a project space and a Rocket.Chat on this machine, until Ctrl-C.

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

use super::{config_file, output};
use crate::assets::Asset;
use crate::bundle;
use crate::config::{Asked, Config, Login as LoginUrl, ProfileTarget, SettingValue};
use crate::protocol::{Origin, Release, ServerUrl, Support};
use crate::standin::space::{self, Inspector, Login, Member, Package, RocketChat};
use crate::standin::{self, people, seed};

mod announcement;
mod fill;
mod set_up;

/// How long open connections may keep the demo alive after Ctrl-C: event streams and sockets have no end of their own.
const FAREWELL: Duration = Duration::from_millis(800);

/// The file that shows that a folder holds the package.
const PACKAGE_ENTRY: &str = "gantry.js";
/// Where a checkout has it.
const PACKAGE: &str = "www/pkg";

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
    /// The stand-in is left as Rocket.Chat comes, for trying `gantry token create --user admin` (password: demo), `plan`
    /// and `apply` on it
    #[arg(long, conflicts_with = "rocket_chat")]
    pub not_set_up: bool,
    /// Room that the pages show: group/NAME, channel/NAME or direct/ID
    #[arg(long, value_name = "ROOM", default_value = "group/projet-alpha")]
    pub room: String,
    /// The demo's people don't talk by themselves
    #[arg(long)]
    pub quiet: bool,
    /// Folder with the files for the page, in place of those that this program carries; www/pkg where it carries none
    #[arg(long, value_name = "DIR")]
    pub package: Option<PathBuf>,
    /// Takes profile, login and bundle from this gantry.toml; server and origins are the demo's own
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Runs the demo until Ctrl-C.
///
/// # Errors
/// Anything that stops it from starting, with the flag that changes it.
pub fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let package = package(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let ended = runtime.block_on(demo(args, package));
    runtime.shutdown_timeout(FAREWELL);
    ended.map(|()| ExitCode::SUCCESS)
}

/// Where the files for the page come from.
fn package(args: &DemoArgs) -> anyhow::Result<Package> {
    if args.package.is_none() && Asset::named(PACKAGE_ENTRY).is_some() {
        return Ok(Package::Carried);
    }
    let folder = args.package.clone().unwrap_or_else(|| PACKAGE.into());
    if !folder.join(PACKAGE_ENTRY).is_file() {
        bail!(
            "no package in {}: {PACKAGE_ENTRY} is missing. `make demo` builds it; --package names another folder",
            folder.display()
        );
    }
    Ok(Package::Folder(folder))
}

async fn demo(args: &DemoArgs, package: Package) -> anyhow::Result<()> {
    let docked = Docked::choose(args).await?;
    let (listener, origin) = bind(args.port, "--port").await?;
    let second = match args.second_port {
        Some(port) => Some(bind(port, "--second-port").await?),
        None => None,
    };
    let mut origins = vec![origin.clone()];
    origins.extend(second.iter().map(|(_, origin)| origin.clone()));
    let config = configuration(args, &docked, &origins)?;
    let standin = matches!(docked, Docked::StandIn { .. });
    let mut main = space::Options {
        origin,
        second: false,
        server: config.server.clone(),
        room: args.room.clone(),
        members: members(&docked),
        people: None,
        gantry_json: bundle::generate(&config).gantry_json,
        package,
        login: docked.login(),
        inspector: standin.then(|| inspector(&config)),
    };

    let interruption = Interruption::listen().context("Ctrl-C can't be heard")?;
    let (end, ending) = watch::channel(false);
    let mut serving = JoinSet::new();
    let places = announcement::lines(&docked, &origins, args.not_set_up);
    if let Docked::StandIn { release, listener, server } = docked {
        let docked = standin::Options::docked(release, server, origins);
        let create_tokens = Some(people::PASSWORD.to_owned());
        let quiet = args.quiet;
        let hub = standin::hub(standin::Options { quiet, set_up: false, populated: false, create_tokens, ..docked })?;
        serving.spawn(standin::serve_hub(listener, hub.clone(), until(ending.clone())));
        let not_set_up = args.not_set_up;
        // What asks over HTTP waits for its answers, which are given on this thread.
        let made = tokio::task::spawn_blocking(move || {
            if !not_set_up {
                set_up::apply(&config)?;
            }
            fill::fill(&config)
        });
        main.people = Some(made.await.context("setting up broke off")??);
        seed::live(&mut hub.world());
    }
    places.into_iter().for_each(output::line);
    if let Some((listener, origin)) = second {
        let options = space::Options { origin, second: true, ..main.clone() };
        serving.spawn(space::serve(listener, options, until(ending.clone())));
    }
    serving.spawn(space::serve(listener, main, until(ending)));

    tokio::select! {
        heard = interruption.heard() => heard.context("Ctrl-C can't be heard")?,
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
    StandIn { release: Release, listener: TcpListener, server: ServerUrl },
    Real { server: ServerUrl, login_file: Option<PathBuf> },
}

impl Docked {
    async fn choose(args: &DemoArgs) -> anyhow::Result<Self> {
        if let Some(url) = &args.rocket_chat {
            let server = ServerUrl::parse(url).map_err(|error| anyhow!("--rocket-chat {url}: {error}"))?;
            if let Some(file) = &args.login_file {
                space::read_login_file(file).map_err(|error| anyhow!("--login-file: {error}"))?;
            }
            return Ok(Self::Real { server, login_file: args.login_file.clone() });
        }
        let asked = &args.rocket_chat_version;
        let release: Release = asked.parse().map_err(|error| anyhow!("--rocket-chat-version {asked}: {error}"))?;
        let release = match release.support() {
            Support::Supported => release,
            Support::Newer => {
                let newest = Release::NEWEST;
                anstream::eprintln!(
                    "warning: Rocket.Chat {release} is newer than any known release; treated as {newest}"
                );
                newest
            }
            Support::Older => bail!(
                "--rocket-chat-version {release}: older than {}, the oldest release that Gantry docks",
                Release::OLDEST
            ),
        };
        let (listener, origin) = bind(args.chat_port, "--chat-port").await?;
        Ok(Self::StandIn { release, listener, server: ServerUrl::parse(origin.as_str())? })
    }

    fn server(&self) -> &ServerUrl {
        match self {
            Self::StandIn { server, .. } | Self::Real { server, .. } => server,
        }
    }

    fn login(&self) -> Login {
        match self {
            Self::StandIn { server, .. } => Login::StandIn(Arc::new(RocketChat::new(server.clone()))),
            Self::Real { login_file: Some(file), .. } => Login::File(file.clone()),
            Self::Real { login_file: None, .. } => Login::Frame,
        }
    }
}

/// The demo's configuration: the one of `--config`, or the default; server and origins are always the demo's own.
fn configuration(args: &DemoArgs, docked: &Docked, origins: &[Origin]) -> anyhow::Result<Config> {
    let server = docked.server().clone();
    let mut config = match &args.config {
        Some(path) => config_file::read(path)?,
        None => Config::example(server.clone(), origins),
    };
    if args.config.is_none() && matches!(docked, Docked::StandIn { .. }) {
        // The map knows user ids too, so that a mention under real names finds its page.
        config.profile.target = ProfileTarget::People("/people.json".to_owned());
    }
    if matches!(docked, Docked::StandIn { .. }) {
        // The project space's own address: a few wrong passwords there must not lock every member out.
        let space = Asked::Is(SettingValue::from("127.0.0.1"));
        config.settings.entry("Block_Multiple_Failed_Logins_Ip_Whitelist".to_owned()).or_insert(space);
        // Rooms are shown by the names of their projects.
        let titles = Asked::Is(SettingValue::from(true));
        config.settings.entry("UI_Allow_room_names_with_special_chars".to_owned()).or_insert(titles);
    }
    config.server = server;
    config.origins = origins.to_vec();
    // The demo's own server answers the login, whatever address the configuration's site has for it.
    let by_frame = matches!(docked, Docked::Real { login_file: None, .. });
    config.login = (!by_frame).then(|| LoginUrl { url: "/chat-login".to_owned() });
    Ok(config)
}

/// The stand-in's people have pages. A real Rocket.Chat knows them by other ids, if at all.
fn members(docked: &Docked) -> Vec<Member> {
    let standin = matches!(docked, Docked::StandIn { .. });
    let humans = people::PEOPLE.iter().filter(|person| person.role != "bot");
    humans.map(|person| Member::new(person.username, person.name, standin.then_some(person.id))).collect()
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

/// Done once the demo ends.
async fn until(mut ending: watch::Receiver<bool>) {
    // An error says that the demo is gone already.
    let _ = ending.wait_for(|ended| *ended).await;
}

/// Hears Ctrl-C, and the system's wish that the process end. It listens from the start: whoever has read the addresses
/// may press Ctrl-C at once.
struct Interruption {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Interruption {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    #[cfg(unix)]
    async fn heard(mut self) -> io::Result<()> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    }

    #[cfg(not(unix))]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn heard(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

/// What the page about the server asks.
fn inspector(config: &Config) -> Inspector {
    let config = config.clone();
    Inspector::new(move |language| set_up::inspect(&config, language))
}

//! Whatever is lost, late, doubled or taken over: in the end every tab shows what a full reload would show.

use super::browser::{ALICE, BOB, Browser};
use super::tab::{Event, Tab};
use crate::protocol::subscription::flag;
use crate::protocol::texts::Texts;
use crate::protocol::{Tally, TextId, Total};
use crate::realtime::{Input, Missed, Stop};
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone, Debug)]
enum Op {
    Message(u32),
    Read(u32),
    Leave(u32),
    Join(u32),
    Close(u32),
    Mute(u32),
    Skew(i64),
    /// A frame in a tab tells of a room: what is true, or what once may have been.
    Frame {
        tab: usize,
        room: u32,
        own: bool,
        stale: Option<(u32, bool)>,
    },
    Step(usize, u8),
    /// Two things that wait for a tab come in the other order, where nothing in a browser forbids it.
    Swap(usize, usize),
    /// A change comes after all that waits.
    Late(usize),
    /// All that waits comes.
    Run,
    Double(usize),
    Cut(usize),
    HalfOpen(usize),
    Restart,
    Block(bool),
    Rest(Option<Missed>),
    Pass(u64),
    OpenTab(bool),
    CloseTab(usize),
    Freeze(usize, bool),
    Show(usize, bool),
    /// A message to the other member.
    Other(u32),
    /// Another member logs in with the page, in a tab that is loaded anew for it.
    User(usize, bool),
    /// The tab is opened anew, as after a login or a way round.
    Reload(usize),
    /// The member logs out in a frame of a tab, or asks for another try.
    SignOut(usize),
    Retry(usize),
    /// The token is ended; the page has another, or has not yet.
    EndToken(bool),
    ForceLogout(Option<usize>),
    /// The page is left, and is kept for the way back; or the way back.
    Away(usize),
    /// Calls over the socket fail.
    Calls(bool),
    /// A tab with a frame, which has told of rooms before there was a watch.
    OpenDocked(Vec<(u32, u32)>),
    Notice(u32),
    Noticed(usize, u32),
    Reading(usize, Option<u32>),
    /// The machine's clock is set back.
    Back(u64),
}

fn op() -> impl Strategy<Value = Op> {
    let room = 0..5_u32;
    let tab = 0..4_usize;
    prop_oneof![
        8 => room.clone().prop_map(Op::Message),
        4 => room.clone().prop_map(Op::Read),
        2 => room.clone().prop_map(Op::Leave),
        2 => room.clone().prop_map(Op::Join),
        1 => room.clone().prop_map(Op::Close),
        1 => room.clone().prop_map(Op::Mute),
        1 => (-5_000..5_000_i64).prop_map(Op::Skew),
        3 => (tab.clone(), room.clone(), any::<bool>(), proptest::option::of((0..5_u32, any::<bool>())))
            .prop_map(|(tab, room, own, stale)| Op::Frame { tab, room, own, stale }),
        12 => (tab.clone(), 1..6_u8).prop_map(|(tab, steps)| Op::Step(tab, steps)),
        6 => (tab.clone(), 0..3_usize).prop_map(|(tab, at)| Op::Swap(tab, at)),
        3 => tab.clone().prop_map(Op::Late),
        2 => Just(Op::Run),
        2 => tab.clone().prop_map(Op::Double),
        2 => tab.clone().prop_map(Op::Cut),
        1 => tab.clone().prop_map(Op::HalfOpen),
        1 => Just(Op::Restart),
        1 => any::<bool>().prop_map(Op::Block),
        1 => prop_oneof![Just(None), Just(Some(Missed::Failed))].prop_map(Op::Rest),
        6 => prop_oneof![1..500_u64, 500..5_000_u64, 5_000..90_000_u64].prop_map(Op::Pass),
        1 => any::<bool>().prop_map(Op::OpenTab),
        1 => tab.clone().prop_map(Op::CloseTab),
        1 => (tab.clone(), any::<bool>()).prop_map(|(tab, frozen)| Op::Freeze(tab, frozen)),
        1 => (tab.clone(), any::<bool>()).prop_map(|(tab, visible)| Op::Show(tab, visible)),
        2 => room.clone().prop_map(Op::Other),
        1 => (tab.clone(), any::<bool>()).prop_map(|(tab, bob)| Op::User(tab, bob)),
        2 => tab.clone().prop_map(Op::Reload),
        1 => tab.clone().prop_map(Op::SignOut),
        1 => tab.clone().prop_map(Op::Retry),
        1 => any::<bool>().prop_map(Op::EndToken),
        1 => proptest::option::of(tab.clone()).prop_map(Op::ForceLogout),
        2 => tab.clone().prop_map(Op::Away),
        1 => any::<bool>().prop_map(Op::Calls),
        1 => proptest::collection::vec((0..7_u32, 0..9_u32), 0..5).prop_map(Op::OpenDocked),
        1 => room.clone().prop_map(Op::Notice),
        1 => (tab.clone(), room.clone()).prop_map(|(tab, room)| Op::Noticed(tab, room)),
        1 => (tab, proptest::option::of(room)).prop_map(|(tab, room)| Op::Reading(tab, room)),
        1 => prop_oneof![1..5_000_u64, 5_000..10_000_000_u64].prop_map(Op::Back),
    ]
}

fn apply(browser: &mut Browser, op: Op) {
    let count = browser.tabs.len();
    let there = |browser: &Browser, tab: usize| tab < count && browser.tabs[tab].open && !browser.tabs[tab].away;
    let kept = |browser: &Browser, tab: usize| tab < count && browser.tabs[tab].open && browser.tabs[tab].away;
    match op {
        Op::Message(room) => {
            let change = browser.server.change(room, |sub| {
                (sub.unread, sub.alert, sub.open) = (sub.unread + 1, true, true);
            });
            browser.happen(change);
        }
        Op::Read(room) => {
            let change = browser.server.change(room, |sub| (sub.unread, sub.alert) = (0, false));
            browser.happen(change);
        }
        Op::Leave(room) => {
            let change = browser.server.leave(room);
            browser.happen(change);
        }
        Op::Join(room) => {
            let change = browser.server.join(room);
            browser.happen(change);
        }
        Op::Close(room) => {
            let change = browser.server.change(room, |sub| sub.open = !sub.open);
            browser.happen(change);
        }
        Op::Mute(room) => {
            let change = browser.server.change(room, |sub| sub.muted = !sub.muted);
            browser.happen(change);
        }
        Op::Skew(skew) => browser.server.skew = skew,
        // A frame of another member than the watch's is not asked.
        Op::Frame { tab, room, own, stale } if there(browser, tab) && browser.tabs[tab].user() == ALICE.user => {
            let (room, tally) = browser.server.frame_tally(room, stale);
            let now = browser.now;
            let tab = &mut browser.tabs[tab];
            let room = tab.texts.number(&room);
            if tab.watch.welcomes(&tab.book, room)
                && let Some((slot, _)) = tab.book.enter(room, [TextId::NONE; 3])
            {
                tab.watch.frame(&mut tab.book, slot, tally, own, now);
            }
        }
        Op::Step(tab, steps) if there(browser, tab) => {
            for _ in 0..steps {
                browser.step(tab);
            }
        }
        Op::Swap(tab, at) if there(browser, tab) => {
            let events = &mut browser.tabs[tab].events;
            let source = |event: &Event| match event {
                // Changes may overtake each other, and nothing else of the socket may.
                Event::Frame(frame) if frame["msg"] == "changed" => 0,
                Event::Opened | Event::Closed | Event::Frame(_) => 1,
                Event::Snapshot(..) => 2,
                Event::Credentials(_) | Event::Answer => 3,
                Event::Lock(_) => 4,
                Event::Told(_) => 5,
            };
            if at + 1 < events.len() {
                let (first, second) = (source(&events[at]), source(&events[at + 1]));
                let socket = first.min(second) == 0 && first.max(second) == 1;
                if !socket && (first != second || first == 0) {
                    events.swap(at, at + 1);
                }
            }
        }
        Op::Late(tab) if there(browser, tab) => {
            let events = &mut browser.tabs[tab].events;
            if matches!(events.front(), Some(Event::Frame(frame)) if frame["msg"] == "changed") {
                events.rotate_left(1);
            }
        }
        Op::Run => browser.run(),
        Op::Double(tab) if there(browser, tab) => {
            let first = browser.tabs[tab].events.front();
            if let Some(Event::Frame(frame)) =
                first.filter(|event| matches!(event, Event::Frame(f) if f["msg"] == "changed"))
            {
                let again = Event::Frame(frame.clone());
                browser.tabs[tab].events.push_back(again);
            }
        }
        Op::Cut(tab) if there(browser, tab) => browser.cut(tab),
        Op::HalfOpen(tab) if there(browser, tab) => {
            if let Some(socket) = &mut browser.tabs[tab].socket {
                socket.half_open = true;
            }
        }
        Op::Restart => (0..count).for_each(|tab| browser.cut(tab)),
        Op::Block(blocked) => browser.sockets_blocked = blocked,
        Op::Rest(missed) => browser.rest = missed.map_or(Ok(()), Err),
        Op::Pass(millis) => {
            browser.server.now += millis as i64;
            browser.pass(millis);
        }
        Op::OpenTab(visible) if count < 4 => {
            browser.open_tab(visible);
        }
        Op::CloseTab(tab) if there(browser, tab) => browser.close_tab(tab),
        Op::Freeze(tab, frozen) if there(browser, tab) => browser.tabs[tab].frozen = frozen,
        Op::Show(tab, visible) if there(browser, tab) && !browser.tabs[tab].frozen => {
            browser.handle(tab, Input::Visible(visible));
        }
        Op::Other(room) => {
            let change = browser.other.change(room, |sub| (sub.unread, sub.alert) = (sub.unread + 1, true));
            browser.happen_to(BOB, change);
        }
        Op::User(tab, bob) if there(browser, tab) && !browser.tabs[tab].frozen => {
            let member = if bob { BOB } else { ALICE };
            browser.login = Some(browser.new_token(member.user));
            browser.reload_tab(tab);
        }
        Op::Reload(tab) if there(browser, tab) => browser.reload_tab(tab),
        Op::SignOut(tab) if there(browser, tab) => browser.handle(tab, Input::SignedOut),
        Op::Retry(tab) if there(browser, tab) => browser.handle(tab, Input::Retry),
        Op::EndToken(renewed) => {
            let login = browser.login.unwrap_or(ALICE);
            browser.end_token(login);
            browser.login = renewed.then(|| browser.new_token(login.user));
        }
        Op::ForceLogout(tab) => {
            let args = tab.map_or(json!([]), |tab| json!([format!("session{tab}")]));
            browser.publish(ALICE.user, "force_logout", &args);
        }
        Op::Away(tab) if there(browser, tab) => browser.leave_tab(tab),
        Op::Away(tab) if kept(browser, tab) => browser.return_to_tab(tab),
        Op::Calls(fail) => browser.calls_fail = fail,
        Op::OpenDocked(rooms) if count < 4 => {
            let at = browser.add_tab();
            let Tab { book, texts, .. } = &mut browser.tabs[at];
            for (room, unread) in rooms {
                let (slot, _) = book.enter(texts.number(&format!("r{room}")), [TextId::NONE; 3]).unwrap();
                book.take_tally(slot, Tally { unread, flags: flag::ALERT, ..Tally::default() });
                book.take_total(7, Total::Number(unread));
            }
            browser.handle(at, Input::Begin { shared: browser.shared, visible: true });
        }
        Op::Notice(room) => {
            browser.notices += 1;
            let payload = json!({ "_id": format!("m{}", browser.notices), "rid": format!("r{room}") });
            browser.publish(ALICE.user, "notification", &json!([{ "title": "t", "text": "x", "payload": payload }]));
        }
        Op::Noticed(tab, room) if there(browser, tab) => {
            let (message, room) = (format!("m{}", browser.notices), format!("r{room}"));
            browser.handle_texts(tab, |[message, room]| Input::Noticed(message, room), [&message, &room]);
        }
        Op::Reading(tab, room) if there(browser, tab) => {
            let room = room.map_or(String::new(), |room| format!("r{room}"));
            browser.handle_texts(tab, |[room]| Input::Reading(room), [&room]);
        }
        Op::Back(millis) => browser.set_back(millis),
        _ => {}
    }
}

/// The network and the browser come to their senses; only what was said stays said.
fn calm(browser: &mut Browser, sockets: bool) {
    browser.sockets_blocked = !sockets;
    browser.rest = Ok(());
    browser.calls_fail = false;
    if browser.login.is_none() {
        browser.login = Some(browser.new_token(ALICE.user));
    }
    let login = browser.login;
    browser.logins.extend(login.filter(|login| !browser.logins.contains(login)));
    if browser.tabs.iter().all(|tab| !tab.open || tab.away) {
        browser.open_tab(true);
    }
    for tab in &mut browser.tabs {
        tab.frozen = false;
        if let Some(socket) = &mut tab.socket {
            socket.half_open |= !sockets;
        }
    }
    for at in 0..browser.tabs.len() {
        if browser.tabs[at].away && browser.tabs[at].open {
            browser.return_to_tab(at);
        }
    }
    let first = browser.tabs.iter().position(|tab| tab.open).unwrap();
    browser.handle(first, Input::Visible(true));
    for minute in 0..30 {
        // Whoever was told that it is over is asked by a member who is back.
        for at in 0..browser.tabs.len() {
            if minute < 5 && browser.tabs[at].hears() && browser.tabs[at].watch.status().stop != Stop::Not {
                browser.handle(at, Input::Retry);
            }
        }
        browser.server.now += 60_000;
        browser.live(60_000);
    }
}

fn agree(browser: &Browser) -> Result<(), TestCaseError> {
    let mut users = std::collections::BTreeSet::new();
    for (at, tab) in browser.tabs.iter().enumerate().filter(|(_, tab)| tab.open) {
        let status = tab.watch.status();
        let server = browser.server_of(tab.user());
        prop_assert_eq!(browser.shown(at), server.shown(), "tab {} of {} {:?}", at, tab.user(), status);
        users.insert(tab.user());
        // Each tab tells of a message once, whatever it hears of it.
        let mut notified = tab.notified.clone();
        notified.sort();
        notified.dedup();
        prop_assert_eq!(notified.len(), tab.notified.len());
    }
    if browser.shared {
        prop_assert!(browser.sockets() <= 1);
        prop_assert_eq!(users.len(), 1, "members are mixed: {:?} {:?}", users, browser.login);
    }
    Ok(())
}

fn run(ops: Vec<Op>, shared: bool) -> Browser {
    let mut browser = Browser::new(3);
    browser.shared = shared;
    browser.open_tab(true);
    if ops.len().is_multiple_of(2) {
        browser.run();
    }
    for op in ops {
        apply(&mut browser, op);
    }
    browser
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_tab_ends_in_what_a_reload_would_show(ops in proptest::collection::vec(op(), 0..80)) {
        let mut browser = run(ops, true);
        calm(&mut browser, true);
        agree(&browser)?;
    }

    #[test]
    fn each_tab_alone_too(ops in proptest::collection::vec(op(), 0..60)) {
        let mut browser = run(ops, false);
        calm(&mut browser, true);
        agree(&browser)?;
    }

    #[test]
    fn without_sockets_too(ops in proptest::collection::vec(op(), 0..60)) {
        let mut browser = run(ops, true);
        calm(&mut browser, false);
        agree(&browser)?;
    }
}

//! Whatever is lost, late, doubled or taken over: in the end every tab shows what a full reload would show.

use super::browser::{Browser, Event};
use crate::protocol::TextId;
use crate::protocol::texts::Number;
use crate::realtime::{Input, Missed};
use proptest::prelude::*;

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
        3 => (tab.clone(), room, any::<bool>(), proptest::option::of((0..5_u32, any::<bool>())))
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
        1 => (tab, any::<bool>()).prop_map(|(tab, visible)| Op::Show(tab, visible)),
    ]
}

fn apply(browser: &mut Browser, op: Op) {
    let count = browser.tabs.len();
    let there = |browser: &Browser, tab: usize| tab < count && browser.tabs[tab].open;
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
        Op::Frame { tab, room, own, stale } if there(browser, tab) => {
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
                Event::Credentials(_) => 3,
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
        _ => {}
    }
}

/// The network and the browser come to their senses; only what was said stays said.
fn calm(browser: &mut Browser, sockets: bool) {
    browser.sockets_blocked = !sockets;
    browser.rest = Ok(());
    if browser.tabs.iter().all(|tab| !tab.open) {
        browser.open_tab(true);
    }
    for tab in &mut browser.tabs {
        tab.frozen = false;
        if let Some(socket) = &mut tab.socket {
            socket.half_open |= !sockets;
        }
    }
    let first = browser.tabs.iter().position(|tab| tab.open).unwrap();
    browser.handle(first, Input::Visible(true));
    for _ in 0..20 {
        browser.server.now += 60_000;
        browser.live(60_000);
    }
}

fn agree(browser: &Browser) -> Result<(), TestCaseError> {
    for (at, tab) in browser.tabs.iter().enumerate().filter(|(_, tab)| tab.open) {
        let status = tab.watch.status();
        prop_assert_eq!(browser.shown(at), browser.server.shown(), "tab {} of {:?}", at, status);
    }
    prop_assert!(browser.sockets() <= 1);
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
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_tab_ends_in_what_a_reload_would_show(ops in proptest::collection::vec(op(), 0..80)) {
        let mut browser = run(ops, true);
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

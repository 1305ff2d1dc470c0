//! Two tabs that share a socket, and what is said between them, one JSON value a line.
//!
//! A list is what a stranger on the channel says to both; an object is what the server says to the tab with the lock; a
//! number is milliseconds that pass; a text is something that happens in the browser.

use std::collections::VecDeque;

use gantry::protocol::{TextId, Texts};
use gantry::realtime::{Do, Input, Watch};
use gantry::unread::Book;
use serde_json::Value;

use super::ddp::outputs;
use super::json::{Table, lines};
use super::twins::wire;

const USER: &str = "alice";
/// More words than one word may lead to while no time passes.
const MOST_WORDS: usize = 64;
/// A leap of more is one that no browser makes while it is awake.
const LONGEST_WAIT: f64 = 100_000.0;
/// A leap of less is none.
const SHORTEST_WAIT: f64 = 1.0;

struct Tab {
    watch: Watch,
    book: Book,
    texts: Table,
}

/// What happens to a tab, with the letters of another.
enum Word<'a> {
    Plain(Input<'a>),
    Told(&'a [Value]),
    Says(&'a Value),
}

impl Tab {
    /// No number of one tab means the same in another.
    fn new(at: usize) -> Self {
        let mut texts = Table::default();
        for other in 0..at * 3 {
            texts.number(&format!("only in tab {at}: {other}"));
        }
        let id = texts.number(&format!("tab {at}"));
        Self { watch: Watch::new(id), book: Book::default(), texts }
    }

    /// What it tells the other tabs, in letters.
    fn hear(&mut self, word: &Word<'_>, now: u64) -> Vec<Vec<Value>> {
        let Self { watch, book, texts } = self;
        match word {
            Word::Plain(input) => watch.handle(*input, book, now, 7),
            Word::Told(letters) => watch.handle(Input::Told(&wire::numbers(letters, texts)), book, now, 7),
            Word::Says(value) if value.get("update").is_some() => {
                watch.handle(Input::Snapshot(1, Ok(&wire::answer(value, texts))), book, now, 7);
            }
            Word::Says(value) => watch.handle(Input::Frame(&wire::frame(value, texts)), book, now, 7),
        }
        let list = self.watch.take();
        let told = outputs(&list).into_iter().filter(|(what, _)| *what == Do::Tell as u8);
        let told: Vec<_> = told.map(|(_, items)| wire::letters(items, &self.texts)).collect();
        for letters in &told {
            assert!(!letters.iter().any(Value::is_null), "another tab could not read {letters:?}");
            let again = wire::numbers(letters, &mut self.texts);
            assert_eq!(&wire::letters(&again, &self.texts), letters);
        }
        self.sound();
        told
    }

    fn sound(&self) {
        let user = self.texts.text(self.watch.user());
        assert!(user == USER || user.is_empty(), "{user}");
        let whole = self.watch.complete();
        if whole {
            let sum: u64 = self.book.rooms().map(|room| u64::from(room.count)).sum();
            assert_eq!(u64::from(self.book.unread().total), sum.min(u64::from(u32::MAX)));
        }
        let status = self.watch.status();
        assert!(
            self.watch.user() != TextId::NONE || self.book.rooms().next().is_none(),
            "counts of nobody: {status:?}"
        );
    }
}

struct Browser {
    tabs: [Tab; 2],
    /// Which tab has the lock.
    leader: usize,
    now: u64,
}

/// No word of another tab makes a tab count for somebody else, or speak without end; what a tab says, the other can read;
/// counts are those of the rooms.
pub fn check(data: &[u8]) {
    let mut browser = Browser { tabs: [Tab::new(0), Tab::new(1)], leader: 0, now: 1_795_000_000_000 };
    for at in 0..2 {
        browser.tell(at, &Word::Plain(Input::Begin { shared: true, visible: at == 0 }));
        browser.log_in(at);
    }
    browser.lock(0);
    for value in lines(data) {
        match &value {
            Value::Array(letters) => {
                browser.tell(0, &Word::Told(letters));
                browser.tell(1, &Word::Told(letters));
            }
            Value::Object(_) => browser.tell(browser.leader, &Word::Says(&value)),
            Value::Number(millis) => browser.wait(millis.as_f64().unwrap_or_default()),
            Value::String(word) => browser.happen(word),
            _ => {}
        }
    }
}

impl Browser {
    fn log_in(&mut self, at: usize) {
        let user = self.tabs.get_mut(at).map(|tab| tab.texts.number(USER)).unwrap_or_default();
        self.tell(at, &Word::Plain(Input::Credentials(user)));
    }

    fn lock(&mut self, at: usize) {
        let other = 1 - at;
        self.tell(other, &Word::Plain(Input::Lock(false)));
        self.leader = at;
        self.tell(at, &Word::Plain(Input::Lock(true)));
        self.tell(at, &Word::Plain(Input::Opened));
    }

    fn wait(&mut self, millis: f64) {
        self.now += millis.clamp(SHORTEST_WAIT, LONGEST_WAIT) as u64;
        for at in 0..2 {
            self.tell(at, &Word::Plain(Input::Tick));
        }
    }

    fn happen(&mut self, word: &str) {
        let (at, word) = word.strip_prefix("other ").map_or((0, word), |word| (1, word));
        let input = match word {
            "hide" => Input::Visible(false),
            "show" => Input::Visible(true),
            "close" => Input::Closed,
            "open" => Input::Opened,
            "retry" => Input::Retry,
            "leave" => Input::Leave,
            "signed out" => Input::SignedOut,
            "back" => Input::Begin { shared: true, visible: true },
            "log in" => return self.log_in(at),
            "lock" => return self.lock(at),
            room => {
                let room = self.tabs.get_mut(at).map(|tab| tab.texts.number(room)).unwrap_or_default();
                self.tell(at, &Word::Plain(Input::Noticed(room, room)));
                Input::Reading(room)
            }
        };
        self.tell(at, &Word::Plain(input));
    }

    /// Tells one tab, and the other what that one says, and so on until nobody has anything to say.
    fn tell(&mut self, at: usize, word: &Word<'_>) {
        let now = self.now;
        let mut hear = |at: usize, word: &Word<'_>| {
            let told = self.tabs.get_mut(at).map(|tab| tab.hear(word, now)).unwrap_or_default();
            told.into_iter().map(move |letters| (1 - at, letters))
        };
        let mut waiting: VecDeque<_> = hear(at, word).collect();
        let mut words = 0;
        while let Some((at, letters)) = waiting.pop_front() {
            words += 1;
            assert!(words < MOST_WORDS, "two tabs go on and on: {letters:?}");
            waiting.extend(hear(at, &Word::Told(&letters)));
        }
    }
}

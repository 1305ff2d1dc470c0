//! What tabs of one browser say to each other. Counts and ids; never a token.

use super::Millis;
use crate::protocol::Packed;

/// Where counts come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// From nowhere yet.
    #[default]
    None,
    /// Changes come as they happen.
    Realtime,
    /// They are asked for now and then.
    Polling,
    /// They are what was known before the connection was lost.
    Lost,
}

impl Source {
    const ALL: [Self; 4] = [Self::None, Self::Realtime, Self::Polling, Self::Lost];

    /// The word for it, as in `diagnose()`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Realtime => "realtime",
            Self::Polling => "polling",
            Self::Lost => "lost",
        }
    }
}

/// A message to the other tabs with the same page origin and the same server.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A tab wants to hear from the leader, and tells what it has.
    Ask {
        /// Whose counts it shows.
        user: String,
        /// The tab.
        tab: String,
        /// The leader that it last heard.
        lead: String,
        /// How far.
        edition: u32,
        /// Whether it can be seen.
        visible: bool,
        /// The room that the member reads in it.
        reading: Option<String>,
    },
    /// The leader tells counts; without any it is a sign of life.
    Counts {
        /// Whose counts.
        user: String,
        /// The leader.
        lead: String,
        /// How many times it has told something.
        edition: u32,
        /// These are all, not only what is new.
        whole: bool,
        /// Where they come from.
        source: Source,
        /// For how long they have been the latest known, in milliseconds.
        age: Millis,
        /// The records.
        records: Packed,
        /// Subscriptions that are gone.
        removed: Vec<String>,
    },
    /// Who is logged in with the page has changed.
    User(Option<String>),
    /// A message has been notified of.
    Told(String),
}

const ASK: f64 = 0.0;
const COUNTS: f64 = 1.0;
const USER: f64 = 2.0;
const TOLD: f64 = 3.0;

fn owned(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl Message {
    /// As plain texts and numbers.
    #[must_use]
    pub fn pack(self) -> Packed {
        let (texts, numbers) = match self {
            Self::Ask { user, tab, lead, edition, visible, reading } => (
                vec![user, tab, lead, reading.unwrap_or_default()],
                vec![ASK, f64::from(edition), f64::from(u8::from(visible))],
            ),
            Self::Counts { user, lead, edition, whole, source, age, records, removed } => {
                let mut numbers = vec![
                    COUNTS,
                    f64::from(edition),
                    f64::from(u8::from(whole)),
                    f64::from(source as u8),
                    age as f64,
                    removed.len() as f64,
                ];
                numbers.extend(records.numbers);
                let mut texts = vec![user, lead];
                texts.extend(removed);
                texts.extend(records.texts);
                (texts, numbers)
            }
            Self::User(user) => (vec![user.unwrap_or_default()], vec![USER]),
            Self::Told(message) => (vec![message], vec![TOLD]),
        };
        Packed { texts, numbers }
    }

    /// From plain texts and numbers; `None` where they are no message.
    #[must_use]
    pub fn unpack(packed: &Packed) -> Option<Self> {
        let (kind, numbers) = packed.numbers.split_first()?;
        let texts = packed.texts.as_slice();
        if *kind == ASK {
            let ([user, tab, lead, reading], [edition, visible]) = (texts, numbers) else { return None };
            return Some(Self::Ask {
                user: user.clone(),
                tab: tab.clone(),
                lead: lead.clone(),
                edition: *edition as u32,
                visible: *visible == 1.0,
                reading: owned(reading),
            });
        }
        if *kind == COUNTS {
            let ([user, lead, texts @ ..], [edition, whole, source, age, gone, numbers @ ..]) = (texts, numbers) else {
                return None;
            };
            let (removed, texts) = texts.split_at_checked(*gone as usize)?;
            return Some(Self::Counts {
                user: user.clone(),
                lead: lead.clone(),
                edition: *edition as u32,
                whole: *whole == 1.0,
                source: *Source::ALL.get(*source as usize)?,
                age: *age as Millis,
                records: Packed { texts: texts.to_vec(), numbers: numbers.to_vec() },
                removed: removed.to_vec(),
            });
        }
        let [text] = texts else { return None };
        if *kind == USER { Some(Self::User(owned(text))) } else { (*kind == TOLD).then(|| Self::Told(text.clone())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_as_they_were_sent() {
        let packed =
            Packed { texts: ["s", "r", "n", "", "c"].map(str::to_owned).to_vec(), numbers: vec![1.0, 1.0, 5.0] };
        let messages = [
            Message::Ask {
                user: "u".into(),
                tab: "t".into(),
                lead: String::new(),
                edition: 7,
                visible: true,
                reading: Some("r".into()),
            },
            Message::Counts {
                user: "u".into(),
                lead: "l".into(),
                edition: 3,
                whole: true,
                source: Source::Polling,
                age: 12,
                records: packed,
                removed: vec!["x".into(), "y".into()],
            },
            Message::User(None),
            Message::User(Some("u".into())),
            Message::Told("m".into()),
        ];
        for message in messages {
            assert_eq!(Message::unpack(&message.clone().pack()), Some(message));
        }
    }

    #[test]
    fn what_is_no_message_is_none() {
        let text = || vec![String::new()];
        for (texts, numbers) in [
            (vec![], vec![]),
            (text(), vec![]),
            (text(), vec![9.0]),
            (text(), vec![ASK]),
            (text(), vec![f64::NAN]),
            (vec![], vec![USER]),
            (vec![String::new(); 2], vec![COUNTS, 0.0, 0.0, 9.0, 0.0, 0.0]),
            (vec![String::new(); 2], vec![COUNTS, 0.0, 0.0, 0.0, 0.0, 1e12]),
        ] {
            assert_eq!(Message::unpack(&Packed { texts, numbers }), None);
        }
    }
}

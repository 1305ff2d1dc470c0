//! Whatever happens, in whatever order.

use super::*;
use crate::protocol::Status;
use proptest::prelude::*;

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Startup),
        Just(Event::LoggedIn),
        Just(Event::LoggedOut),
        Just(Event::OnLogout),
        Just(Event::Status(None)),
        Just(Event::LoginError),
        Just(Event::Unread(crate::protocol::Total::Number(1))),
    ]
}

#[derive(Clone, Debug)]
enum Happening {
    Event(Event),
    Here(Option<&'static str>),
    Loaded,
    Credentials,
    Denied,
    Wait(u64),
    Wish(u8),
    Retry,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => event().prop_map(Happening::Event),
        1 => prop_oneof![Just(None), Just(Some(ALICE)), Just(Some("other"))].prop_map(Happening::Here),
        1 => Just(Happening::Loaded),
        2 => Just(Happening::Credentials),
        1 => Just(Happening::Denied),
        2 => (0..20_000_u64).prop_map(Happening::Wait),
        2 => (0..4_u8).prop_map(Happening::Wish),
        1 => Just(Happening::Retry),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_every_wish_is_answered_and_time_goes_on(
        has_login: bool,
        happenings in proptest::collection::vec(happening(), 0..60),
    ) {
        let mut story = Story::new(has_login);
        let mut wishes = 0;
        for happening in happenings {
            match happening {
                Happening::Event(event) => story.hear(event),
                Happening::Here(user) => story.here(user),
                Happening::Loaded => story.tell(Input::FrameLoaded),
                Happening::Credentials => story.credentials(),
                Happening::Denied => story.tell(Input::Credentials(Err(Denial::Failed))),
                Happening::Wait(millis) => story.wait(millis),
                Happening::Retry => story.tell(Input::Retry),
                Happening::Wish(kind) => {
                    wishes += 1;
                    let wish = match kind {
                        0 => Wish::Login,
                        1 => Wish::Logout,
                        2 => Wish::Status(Status::Away),
                        _ => Wish::Open(room(&mut story.texts, "group/x")),
                    };
                    story.tell(Input::Wish(wishes, wish));
                }
            }
        }
        story.tell(Input::Destroy);
        let mut answered: Vec<_> = story.settled.iter().map(|(id, _)| *id).collect();
        answered.sort_unstable();
        prop_assert_eq!(answered, (1..=wishes).collect::<Vec<_>>());
        let tokens = story.count("login-with-token");
        prop_assert!(has_login || tokens == 0);
    }
}

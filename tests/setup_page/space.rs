//! What is to be done on the project space.

use gantry::setup_page::{self, Fields};

use super::{PAGE, fields, made, whole};

#[test]
fn a_back_end_is_described_whole_for_the_release() {
    let of = |release: &str| {
        let server = "https://rc.example.com".to_owned();
        let origins = "https://projects.example.com".to_owned();
        let made = made(&Fields { server, origins, release: release.into(), ..whole() });
        let text = |snippet: &setup_page::Snippet| {
            format!("{}\n{}\n{}", snippet.title, snippet.text, snippet.code.clone().unwrap_or_default())
        };
        made.space.iter().map(text).collect::<Vec<_>>().join("\n")
    };
    for (release, secret) in [("7.13", false), ("8.0", true), ("8.8", true)] {
        let said = of(release);
        for word in ["POST /chat-login", "X-Auth-Token", "users.info?username=", "401", "has 50", "chatLogin(session"] {
            assert!(said.contains(word), "{release}: {word}");
        }
        assert!(said.contains("const CHAT = \"https://rc.example.com\""), "the example speaks to this server");
        assert_eq!(said.contains("exactly `userId` and `secret`"), secret, "{release}");
        assert!(!said.contains("chat.example.org") && !said.contains("```"));
    }
    let without = made(&fields()).space;
    assert!(!format!("{without:?}").contains("createToken"));
}

#[test]
fn the_lines_for_a_page_name_the_folder_that_holds() {
    let page = format!("{PAGE}/intranet/gantry/setup/");
    let of = |fields: &Fields, page: &str| {
        let view = setup_page::view(&fields.state(), "en", page);
        let head = view.made.unwrap().space[1].code.clone().unwrap();
        (head, Fields::read(&view.fragment).folder)
    };
    let (head, folder) = of(&fields(), &page);
    assert_eq!(head.matches("\"/intranet/gantry/").count(), 3, "{head}");
    assert_eq!(folder, "/intranet/gantry/", "a colleague sees the same from elsewhere");
    let (head, folder) = of(&fields(), "https://elsewhere.example.org/intranet/gantry/setup/");
    assert_eq!((head.matches("\"/gantry/").count(), folder.as_str()), (3, ""));
    let (head, folder) = of(&Fields { folder: "/chat".into(), ..fields() }, &page);
    assert_eq!((head.matches("\"/chat/").count(), folder.as_str()), (3, "/chat/"));
    assert_eq!(made(&fields()).space[0].file, Some("gantry.json"));
}

#[test]
fn the_room_of_a_link_is_no_markup() {
    let lines = |room: &str| made(&Fields { room: room.into(), ..fields() }).space[2].code.clone().unwrap();
    assert_eq!(lines("channel/general"), "<div data-gantry-room=\"channel/general\"></div>");
    for room in ["channel/\"><script>", "x", "", "group/é"] {
        assert_eq!(lines(room), "<div data-gantry-room=\"group/projet-alpha\"></div>", "{room}");
    }
}

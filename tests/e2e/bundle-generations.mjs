// Small pieces of the interface of each generation, as its templates and components write them: every place for a
// person, with what a click on it must say, and places that are nobody's.

const place = (selector, trigger, username, userId = null, id = "m1") => ({ selector, trigger, username, userId, id });

const reactRow = (header, body, left, id = "m1") => `<div class="rcx-message" data-id="${id}" data-mid="${id}" data-sequential="false">
  <div class="rcx-message-container rcx-message-container--left">${left}</div>
  <div class="rcx-message-container"><div class="rcx-message-header"><div class="rcx-message-header__wrapper">${header}
    <span class="rcx-message-header__time">1:49 PM</span></div></div>
    <div class="rcx-message-body"><div class="text">${body}</div></div></div></div>`;

const avatar = (username, size = 36) =>
  `<figure class="rcx-avatar rcx-avatar--x${size}"><img class="rcx-avatar__element" aria-hidden="true" data-username="${username}" title="${username}"></figure>`;

const preview = `<div class="rcx-message rcx-message--thread preview" data-mid="m8"><div class="rcx-message-thread__row" role="link">
  <div class="rcx-message-container--left">${avatar("chloe", 18)}</div><div class="rcx-message-thread__message">a reply</div></div></div>`;

export const GENERATIONS = {
  "3.18 to 4.6: templates": {
    dom: `<section class="messages-container" id="chat-window-r1"><ul>
      <li id="m1" data-id="m1" class="message" data-username="bob">
        <button class="thumb user-card-message" data-username="bob" aria-label="bob"><div class="avatar"><div class="avatar-image">B</div></div></button>
        <div class="message-body-wrapper"><div class="title"><button type="button" class="user user-card-message" data-username="bob" tabindex="1">Bob Durand</button>
          <time class="time">1:49 PM</time></div>
        <div class="body" dir="auto"><span class="text">hello</span>
          <a class="mention-link mention-link--user" data-username="alice" title="alice">Alice Martin</a>
          <a class="mention-link mention-link--all mention-link--group" data-group="all">all</a>
          <a class="mention-link mention-link--room" data-channel="r2">#general</a></div></div></li>
      <li id="m2" data-id="m2" class="message system" data-username="admin"><div class="message-body-wrapper"><div class="title">
        <button type="button" class="user user-card-message sys" data-username="admin">Admin</button></div><div class="body">changed the topic</div></div></li>
      </ul></section>`,
    room: "r1",
    places: [
      place("button.thumb .avatar-image", "avatar", "bob"),
      place("button.user", "name", "bob"),
      place(".mention-link--user", "mention", "alice"),
      place("button.sys", "system", "admin", null, "m2"),
    ],
    nobody: ["span.text", "time", ".mention-link--all", ".mention-link--room"],
  },
  "4.7 to 5.x: the first React list": {
    dom: `<section class="messages-container" id="chat-window-r1">
      ${reactRow('<span class="rcx-message-header__name" data-username="bob" title="@bob">Bob Durand</span><span class="rcx-message-header__username" data-username="bob">@bob</span>', 'hello <span class="mention-link mention-link--user" data-uid="uAlice" title="alice">Alice Martin</span> <span class="mention-link mention-link--all">all</span>', avatar("bob"))}
      </section>
      <ul><li class="rcx-option" data-username="chloe" data-userid="uChloe"><div class="rcx-option__wrapper"><div class="rcx-option__avatar">${avatar("chloe", 28)}</div>
        <div class="rcx-option__content">Chloe</div><div class="rcx-option__menu-wrapper"><button class="kebab">...</button></div></div></li></ul>`,
    room: "r1",
    places: [
      place(".rcx-message-header__name", "name", "bob"),
      place(".rcx-message-header__username", "name", "bob"),
      place(".rcx-message-container--left img", "avatar", "bob"),
      place("[data-uid]", "mention", null, "uAlice"),
      place(".rcx-option__content", "member", "chloe", "uChloe", null),
      place(".rcx-option img", "member", "chloe", "uChloe", null),
    ],
    nobody: [".rcx-message-header__time", ".mention-link--all", ".kebab"],
  },
  "6.7 to 8.8: names with a role, emoji avatars, a popover for the card": {
    dom: `<main><section id="chat-window-r1">
      ${reactRow('<span class="rcx-message-header__name-container" role="button" tabindex="0" id="m1-displayName" aria-label="Bob Durand"><span class="rcx-message-header__name" data-username="bob">Bob Durand</span> <span class="rcx-message-header__username" data-username="bob">@bob</span></span>', 'hello <span class="rcx-message__highlight rcx-message__highlight--clickable" role="button" tabindex="0" title="Mentions user" data-uid="uAlice">Alice Martin</span> <span class="rcx-message__highlight all">all</span> <svg class="drawn" width="20" height="20"><rect width="20" height="20"/></svg>', avatar("bob"))}
      ${reactRow('<span class="rcx-message-header__name-container bot" role="button" tabindex="0"><span class="rcx-message-header__name" data-username="rocket.cat">Cat</span></span>', "meow", '<figure class="rcx-avatar cat"><span class="rcx-message__emoji emoji">:cat:</span></figure>', "m2")}
      <div class="rcx-message-system" role="listitem" tabindex="0"><div class="rcx-message-container rcx-message-container--left">${avatar("admin", 18)}</div>
        <div class="rcx-message-system__container"><div class="rcx-message-system__block"><span class="rcx-message-header__name-container" role="button" tabindex="0"><span class="rcx-message-system__name">Administrator</span></span>
        <div class="rcx-message-system__body">joined</div></div></div></div>
      ${preview}
      <div class="rcx-message" data-mid="m9" data-sequential="true"><div class="rcx-message-container rcx-message-container--left"></div><div class="rcx-message-container"><div class="rcx-message-body next">and more</div></div></div>
      </section>
      <aside><div role="listitem" data-username="chloe" data-userid="uChloe"><span class="who">Chloe</span><button class="kebab" aria-haspopup="true">...</button></div>
        <nav><figure class="rcx-avatar side"><img class="rcx-avatar__element" data-username="alice"></figure></nav></aside>
      <div class="rcx-user-card" role="dialog"><figure class="rcx-avatar card"><img class="rcx-avatar__element" data-username="bob"></figure></div></main>`,
    room: "r1",
    places: [
      place(".rcx-message-header__name", "name", "bob"),
      place(".rcx-message-container--left img", "avatar", "bob"),
      place("[data-uid]", "mention", null, "uAlice"),
      place(".bot", "name", "rocket.cat", null, "m2"),
      place(".cat .emoji", "avatar", "rocket.cat", null, "m2"),
      place(".rcx-message-system__name", "system", "admin", null, null),
      place(".rcx-message-system img", "system", "admin", null, null),
      place(".who", "member", "chloe", "uChloe", null),
    ],
    nobody: [".all", ".drawn rect", ".preview img", ".preview .rcx-message-thread__message", ".next", ".kebab", ".side img", ".card img"],
  },
};

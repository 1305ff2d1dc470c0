(function () {
var config = __CONFIG__;
var NAME = "[class*=message-header__name], [class*=message-system__name]";
var MENTION = "[data-uid], .mention-link[data-username]";
var LEFT = ".rcx-message-container--left";
var frame = window, parent = frame.parent, page = null, forwarding = false, queued = false;

// Runs at each login and logout. A tab of its own is left alone.
if (frame.gantryBundle || parent === frame) return;
frame.gantryBundle = config.stamp;

// The page's origin. Where the browser hides it, each is posted to until the page says hello.
try { page = frame.location.ancestorOrigins[0]; } catch (error) {}
if (page === "null") page = null;
if (page && config.origins.indexOf(page) < 0) return;

on(document, "click", visit);
on(document, "auxclick", visit);
on(document, "keydown", visit);
on(frame, "message", answer);
new MutationObserver(function () {
  if (!queued) queued = setTimeout(openToKeyboard, 50);
}).observe(document, { childList: true, subtree: true });
openToKeyboard();

// Nothing that fails here may reach Rocket.Chat.
function on(target, name, listener) {
  target.addEventListener(name, function (event) {
    try { listener(event); } catch (error) {}
  }, true);
}

function post(message) {
  (page ? [page] : config.origins).forEach(function (origin) {
    try { parent.postMessage(message, origin); } catch (error) {}
  });
}

function visit(event) {
  var key = event.type === "keydown";
  if (key ? event.key !== "Enter" && event.key !== " " : event.button > 1) return;
  var person = find(event.target);
  if (!person || (key && person.button)) return; // a button makes a click of it
  if (config.stop) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  if (!event.repeat) post({
    evtname: "user-card-click", username: person.username, id: person.id,
    gantry: {
      v: 1, userId: person.userId, messageId: person.id, room: person.room, trigger: person.trigger, stamp: config.stamp,
      modifiers: {
        ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey, meta: event.metaKey,
        middle: event.button === 1, keyboard: key || (person.button && event.detail === 0)
      }
    }
  });
}

// Who is meant by an element; null: nobody.
function find(at) {
  if (at && !at.closest) at = at.parentNode;

  if (!at || !at.closest || at.closest(".rcx-message-thread__row")) return null;
  var row = at.closest(".rcx-message-system, li.message, [data-mid]:not(button)"), hit;
  if ((hit = at.closest(MENTION))) return person("mention", data(hit, "username"), data(hit, "uid"));
  if ((hit = at.closest("[data-username][data-userid]")))
    return hit.contains(at.closest("[class*=menu-wrapper], [aria-haspopup=true], [aria-haspopup=menu]")) ? null
      : person("member", named(hit), data(hit, "userid"));
  var system = row && /system/.test(row.className) && "system";
  // Up to 5.x: the templates before React.
  if ((hit = at.closest("button.user-card-message")))
    return person(system || (/thumb/.test(hit.className) ? "avatar" : "name"), named(hit), null, true);
  if (!row) return null;
  // From 4.7. System messages name their author on the avatar, emoji avatars nobody.
  var name = at.closest(NAME + ", [class*=message-header__username]");
  hit = name || at.closest(LEFT + " [class*=avatar], " + LEFT + " [class*=emoji]");
  return hit && person(system || (name ? "name" : "avatar"), named(hit) ||
    named(row.querySelector(".rcx-message-header")) || named(row.querySelector(LEFT)));

  function person(trigger, username, userId, button) {
    return username || userId ? {
      trigger: trigger, username: username, userId: userId || null, button: !!button,
      id: data(row, "mid") || data(row, "id"), room: room(at)
    } : null;
  }
}

function data(element, name) {
  return (element && element.getAttribute("data-" + name)) || null;
}

function named(element) {
  return data(element, "username") || (element && data(element.querySelector("[data-username]"), "username"));
}

function room(at) {
  var places = "[data-qa-rc-room], [id^=chat-window-]";
  var place = at.closest(places) || document.querySelector(places);
  return data(place, "qa-rc-room") || (place && place.id.slice(12));
}

// 4.7 to 6.6 offer names to the mouse only.
function openToKeyboard() {
  queued = false;
  document.querySelectorAll(NAME + ", " + MENTION).forEach(function (name) {
    if (name.hasAttribute("tabindex") || name.hasAttribute("role") || name.parentNode.closest(NAME) || !find(name)) return;
    name.setAttribute("role", "button");
    name.tabIndex = 0;
  });
}

function answer(event) {
  var hello = event.source === parent && config.origins.indexOf(event.origin) >= 0 && event.data && event.data.gantry;
  if (!hello || hello.v !== 1 || hello.kind !== "hello" || typeof hello.nonce !== "string" ||
    !hello.nonce || hello.nonce.length > 64) return;
  var userId = null;
  try { userId = frame.localStorage.getItem("Meteor.userId"); } catch (error) {}
  page = event.origin;
  post({ gantry: { v: 1, kind: "here", nonce: hello.nonce, stamp: config.stamp, userId: userId } });
  if (forwarding || page === config.origins[0]) return;
  forwarding = true;
  // Rocket.Chat itself posts to the first origin only.
  ["startup", "status-changed", "user-status-manually-set", "unread-changed", "unread-changed-by-subscription",
    "room-opened", "new-message", "notification", "click-mention-link", "click-message-link", "click-action-link",
    "Custom_Script_Logged_In", "Custom_Script_Logged_Out", "Custom_Script_On_Logout"
  ].forEach(function (name) {
    on(frame, name, function (event) {
      // The last three carry nothing, or a script's text.
      post({ eventName: name, data: /^Custom/.test(name) || event.detail === null ? undefined : event.detail });
    });
  });
}
})();

/** Where a docked chat stands. */
export type State = "idle" | "loading" | "ready" | "logging-in" | "online" | "degraded" | "failed" | "destroyed";

/** Why it stands there, where there is more to say. */
export type Reason =
  | "logged-out"
  | "session-lost"
  | "other-user"
  | "events-silent"
  | "frame-silent"
  | "login-timeout"
  | "login-refused"
  | "token-missing"
  | "not-a-member"
  | "login-unavailable"
  | "session-unstable"
  | "options"
  | "configuration-missing"
  | "companion-missing";

/** What `login` gives: a resume token (or personal access token) of the member, and the member's user id. */
export interface Credentials {
  token: string;
  userId: string;
}

/** How the member acted on a person. */
export interface Modifiers {
  ctrl: boolean;
  shift: boolean;
  alt: boolean;
  meta: boolean;
  middle: boolean;
  keyboard: boolean;
}

/** A person in the chat. A mention carries a user id, and not surely a username. */
export interface Person {
  username: string | null;
  userId: string | null;
  messageId: string | null;
  /** Room id. */
  room: string | null;
  trigger: "name" | "avatar" | "mention" | "system" | "member" | null;
  modifiers: Modifiers;
}

/** How a person's page is found: by map, by resolver, by template, in this order. */
export interface ProfileOptions {
  /** A URL template with `{username}`, `{user_id}`, `{room}`, `{lang}`; values are percent-encoded. */
  url?: string;
  /** From username or user id to an address; or the address of such a map in JSON. */
  people?: Record<string, string> | string;
  /** The page's own answer; `null` for nobody. Answers are kept. */
  resolve?: (person: Person) => string | null | undefined | Promise<string | null | undefined>;
  /** Further origins that a profile may lie on; else only the page's own. */
  allow?: readonly string[];
  /** Open profiles in a new tab. */
  newTab?: boolean;
}

/** Texts that a page may say its own way. `{name}` and `{n}` are filled in. */
export interface Words {
  frameTitle?: string;
  loading?: string;
  loggingIn?: string;
  retry?: string;
  silent?: string;
  loginFailed?: string;
  notAMember?: string;
  sessionLost?: string;
  unknownPerson?: string;
  unknownSomebody?: string;
  unreadOne?: string;
  unreadMany?: string;
  unreadDot?: string;
  unusable?: string;
}

export interface MountOptions {
  /** Address of the Rocket.Chat server; below a sub-path is fine. */
  server: string;
  /** `group/<name>`, `channel/<name>` or `direct/<room id>`. */
  room: string;
  /** Called when a token is needed, and never stored; or the address of a same-origin login. 401: not a member. */
  login?: (() => Credentials | Promise<Credentials>) | { url: string };
  profile?: ProfileOptions;
  /** Ids of actions to hide, by Rocket.Chat's own means (6.6 and later). */
  hide?: readonly string[];
  /** The origins that the server was set up for: `diagnose()` says so where this page's is none of them. */
  origins?: readonly string[];
  /** The bundle's stamp, to know whether script and page match. */
  stamp?: string;
  /** Language of the texts and of `{lang}`; else the page's. */
  lang?: string;
  words?: Words;
  /** Load the frame only when its place becomes visible. Default `true`. */
  lazy?: boolean;
  /** Show counts in elements, title, favicon and app badge. Default `true`. */
  badges?: boolean;
  /**
   * Where there is a `login`, count by the server's realtime as `watch` does, besides the frame's own numbers: since 7.4 a
   * frame knows only the rooms opened in it. Costs a connection for all tabs together. Default `true`.
   */
  watch?: boolean;
}

/**
 * Counts without a chat. `mount` is for the page that shows the chat: it loads all of Rocket.Chat (50 requests and 2.2 MB
 * on a 6.5.3). `watch` is for all the others: one connection for all tabs of the browser, one call, a few kilobytes.
 * A page with a chat and a login need not call it; both together share everything.
 */
export interface WatchOptions {
  /** Address of the Rocket.Chat server; below a sub-path is fine. */
  server: string;
  /** Called when a token is needed, and never stored; or the address of a same-origin login. 401: not a member. */
  login: (() => Credentials | null | Promise<Credentials | null>) | { url: string };
  /** As for `mount`, so that both can have the same options; not used. */
  profile?: ProfileOptions;
  lang?: string;
  words?: Words;
  /** Show counts in elements, title, favicon and app badge. Default `true`. */
  badges?: boolean;
  /**
   * Show notifications once the member has allowed them; give it on every page, since any tab may be the one that
   * shows them. A selector: a click on such an element asks for leave, and it is hidden when there is nothing to ask.
   */
  notifications?: boolean | string;
  /** Where a click on a notification leads if no chat is on the page: a same-origin URL, `{room}` is `group/<name>`. */
  roomUrl?: string;
}

/** What a room shows. */
export interface RoomUnread {
  /** Room id. */
  id: string;
  /** Name as in addresses. */
  name: string | null;
  /** Name to show. */
  label: string | null;
  /** `c` channel, `p` private group, `d` direct, `l` omnichannel. */
  type: string | null;
  count: number;
  /** Something is new that no number counts. */
  alert: boolean;
  /** The member wants no count for this room. */
  muted: boolean;
  /** Threads with unread replies; not part of `count`. */
  threads: number;
}

/** What all rooms together show. */
export interface Unread {
  total: number;
  /** Something is new that no number counts. */
  alert: boolean;
  /** The text for a badge: `""`, `"•"`, `"7"`, `"999+"`. */
  label: string;
  rooms: RoomUnread[];
}

/** What all rooms together show, and what of that is news. */
export interface UnreadChange extends Unread {
  /** Rooms that are not as this page was last told; one that is gone counts nothing. */
  changed: RoomUnread[];
}

/** Where counts without a chat come from. */
export interface WatchStatus {
  /** `leader`: this tab has the connection, and tells the others. `alone`: tabs can't share here. */
  role: "none" | "alone" | "leader" | "follower";
  /** `realtime`: as it happens. `polling`: asked now and then. `lost`: what was known before the connection was lost. */
  source: "none" | "realtime" | "polling" | "lost";
  /** How long ago the counts were last known to be right, in milliseconds; `null`: never. */
  age: number | null;
  /** Why nothing is counted. */
  reason: WatchReason | null;
  /** What to do about it, for whoever set it up. */
  hint: string | null;
}

export type WatchReason =
  | "logged-out"
  | "resume-refused"
  | "token-missing"
  | "not-a-member"
  | "login-unavailable"
  | "options"
  | "configuration-missing"
  | "companion-missing";

/** A message that the member would be notified of, once for all tabs. */
export interface NotificationEvent {
  title: string;
  text: string;
  messageId: string;
  /** Room id. */
  roomId: string;
  /** The room as `Chat.open` takes it; `null` for one without an address. */
  room: string | null;
  /** The page shows it itself, or not at all. */
  preventDefault(): void;
}

/** A click on a notification. */
export interface OpenEvent {
  messageId: string;
  roomId: string;
  room: string | null;
  /** The page goes there itself, or nowhere. */
  preventDefault(): void;
}

export interface WatchDiagnosis extends WatchStatus {
  server?: string;
  /** User id of whose counts these are. */
  user?: string | null;
  findings: Finding[];
  /** The option that does not hold, or why the companion could not be loaded. */
  problem: string | null;
}

export interface WatchEvents {
  unread: UnreadChange;
  state: WatchStatus;
  notification: NotificationEvent;
  open: OpenEvent;
}

/** Counts without a chat. Nothing here throws. */
export interface Badges {
  /** Listens; the answer stops it. */
  on<Name extends keyof WatchEvents>(name: Name, listener: (event: WatchEvents[Name]) => void): () => void;
  readonly unread: Unread;
  readonly status: WatchStatus;
  diagnose(): WatchDiagnosis;
  /** Asks the member for leave to show notifications, from a click; whether they will be shown. */
  notify(): Promise<boolean>;
  /** Another try now. */
  retry(): void;
  /** Ends it: the page is as it was before. At any time, any number of times. */
  destroy(): void;
}

export interface StateEvent {
  state: State;
  reason: Reason | null;
  /** What to do about it, for whoever set the chat up. */
  hint: string | null;
}

/** A visit that is about to happen; `url` is `null` for somebody without a page. */
export interface PersonEvent extends Person {
  url: string | null;
  /** The page goes there itself, or nowhere. */
  preventDefault(): void;
}

/** A message that reached the page, while somebody listens for it. */
export interface MessageReport {
  verdict: "accepted" | "refused";
  reason: "window" | "origin" | "shape" | "size" | "event" | null;
  event: string | null;
  origin: string;
}

/** Something that is wrong, or worth knowing. */
export interface Finding {
  code: string;
  severity: "error" | "warning" | "note";
  cause: string;
  remedy: string;
}

export interface Diagnosis {
  state: State;
  reason: Reason | null;
  version?: string;
  server?: string;
  origin?: string;
  room?: string;
  /** User id of who is logged in. */
  user?: string | null;
  bundle?: { present: boolean | null; stamp: string | null; expected: string | null };
  accepted?: number;
  refused?: { window: number; origin: number; shape: number; size: number; event: number };
  /** Where the counts come from besides the frame; `null` without a login. */
  counts?: Pick<WatchStatus, "role" | "source" | "age"> | null;
  findings: Finding[];
  /** The option that does not hold, or why the companion could not be loaded. */
  problem?: string | null;
}

export interface ChatEvents {
  unread: Unread;
  person: PersonEvent;
  state: StateEvent;
  message: MessageReport;
}

/** A docked chat. Nothing here throws; promises tell by `false` that an effect was not seen. */
export interface Chat {
  /** Listens; the answer stops it. */
  on<Name extends keyof ChatEvents>(name: Name, listener: (event: ChatEvents[Name]) => void): () => void;
  /** Shows another room. */
  open(room: string): Promise<boolean>;
  setStatus(status: "online" | "away" | "busy" | "offline"): Promise<boolean>;
  login(): Promise<boolean>;
  logout(): Promise<boolean>;
  /** Another try after a failure. */
  retry(): void;
  readonly unread: Unread;
  readonly state: State;
  diagnose(): Diagnosis;
  /** Takes the chat down: the page is as it was before. At any time, any number of times. */
  destroy(): void;
}

/** Docks a chat in an element, or in what a selector finds. */
export function mount(target: Element | string, options: MountOptions): Promise<Chat>;

/** Counts what is unread on a server, without a chat. */
export function watch(options: WatchOptions): Promise<Badges>;

/** Fetches the words of findings, which come when they are first wanted: after it, `diagnose()` has them at once. */
export function explain(): Promise<void>;

/** The version of this package. */
export function version(): Promise<string>;

// What Rocket.Chat tells most often.

/** A subscription of a newer Rocket.Chat: all of its forty fields, though a badge needs nine. */
export function subscription(number) {
  return {
    eventName: "unread-changed-by-subscription",
    data: {
      _id: `subscription-${number % 8}`, rid: `room-${number % 8}`, t: "p", name: number % 8 === 0 ? "projet-alpha" : `projet-${number % 8}`,
      fname: `Projet ${number % 8}`, open: true, alert: true, unread: number % 50, userMentions: 0, groupMentions: 0,
      tunread: [], tunreadUser: [], tunreadGroup: [], hideUnreadStatus: false, hideMentionStatus: false,
      unreadAlert: "default", ls: new Date(1_700_000_000_000), lr: new Date(1_700_000_000_000), ts: new Date(1_600_000_000_000),
      _updatedAt: new Date(1_700_000_000_000 + number), f: false, roles: ["owner"], prid: undefined, teamId: undefined,
      teamMain: false, archived: false, disableNotifications: false, muteGroupMentions: false, desktopNotifications: "all",
      mobilePushNotifications: "all", emailNotifications: "nothing", audioNotificationValue: "default", autoTranslate: false,
      autoTranslateLanguage: "fr", E2EKey: "", lowerCaseName: "projet-alpha", lowerCaseFName: "projet alpha", blocked: false,
      blocker: false, u: { _id: "alice", username: "alice", name: "Alice Martin" },
    },
  };
}

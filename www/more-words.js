// What a chat says in the course of its life, in English and French. Fetched when there is first something to say.
export default {
  "silent": ["The chat does not answer.", "La discussion ne répond pas."],
  "loginFailed": ["You could not be logged in to the chat.", "La connexion à la discussion a échoué."],
  "notAMember": [
    "You are not a member of this chat, or no longer signed in.",
    "Vous n’êtes pas membre de cette discussion, ou plus identifié."
  ],
  "sessionLost": ["You are being logged in again…", "Reconnexion en cours…"],
  "unknownPerson": ["{name} has no profile page here.", "{name} n’a pas de page de profil ici."],
  "unknownSomebody": ["This person has no profile page here.", "Cette personne n’a pas de page de profil ici."],
  "unreadOne": ["1 unread message", "1 message non lu"],
  "unreadMany": ["{n} unread messages", "{n} messages non lus"],
  "unreadDot": ["New activity in the chat", "Du nouveau dans la discussion"]
};

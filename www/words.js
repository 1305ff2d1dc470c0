// What a chat says at once, in English and French: JSON, so that it is data for other programs too.
export default {
  "frameTitle": ["Chat: {name}", "Discussion : {name}"],
  "loading": ["The chat is loading…", "La discussion se charge…"],
  "loggingIn": ["You are being logged in…", "Connexion en cours…"],
  "retry": ["Try again", "Réessayer"],
  "unusable": ["The chat can’t be shown.", "La discussion ne peut être affichée."]
};

// What a chat says at once, in English and French: JSON, so that it is data for other programs too.
export default {
  "frameTitle": ["Chat: {name}", "Discussion : {name}"],
  "loading": ["The chat is loading…", "La discussion se charge…"],
  "retry": ["Try again", "Réessayer"]
};

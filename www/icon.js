// The dot on the page's icon. Fetched when there is first something unread.

const SIZE = 32;

/** Puts a dot on the page's icon; the answer takes it off again. */
export function mark() {
  const found = document.querySelector("link[rel~='icon']");
  const link = found ?? document.head.appendChild(Object.assign(document.createElement("link"), { rel: "icon" }));
  const own = link.getAttribute("href");
  const image = new Image();
  let wanted = true;
  // Else an icon of another origin would make the drawing unreadable.
  image.crossOrigin = "anonymous";
  image.onload = image.onerror = (event) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
    const context = canvas.getContext("2d");
    if (!wanted || context === null) return;
    if (event.type === "load") context.drawImage(image, 0, 0, SIZE, SIZE);
    for (const [radius, colour] of [
      [10, "#fff"],
      [8, "#c8102e"],
    ]) {
      context.beginPath();
      context.arc(SIZE - 10, SIZE - 10, radius, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.fill();
    }
    link.href = canvas.toDataURL();
  };
  image.src = own === null ? "/favicon.ico" : link.href;
  return () => {
    wanted = false;
    if (found === null) link.remove();
    else if (own !== null) link.setAttribute("href", own);
    else link.removeAttribute("href");
  };
}


// What the map says of a mark or circle that is clicked. Words of reports are set as text, never as markup.
import { dead } from "./types.js";

export function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

export const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

export function button(text, act) {
  const made = element("button", text, { type: "button", class: "plain" });
  made.addEventListener("click", act);
  return made;
}

const KNOWN = { 1: "at this place", 2: "near this place", 3: "somewhere in this area" };

export function eventCard(event) {
  const card = element("div", undefined, { class: "map-card" });
  card.append(
    element("a", event.id, { href: `/events/${event.id}` }),
    element("strong", event.sub || event.type),
    element("span", [event.date ?? "day not said", event.place].filter(Boolean).join(" · ")),
    element("span", KNOWN[event.precision] ?? "the place is not known closely"),
    element("span", `Killed: ${dead(event.killed)}`),
  );
  if (event.side) card.append(element("span", `Side: ${event.side}`));
  if (event.cred) card.append(element("span", `Credibility: ${event.cred} of 6`));
  return card;
}

// What a circle holds that the map cannot take apart any more; `list` shows its events in the table.
export function circleCard(circle, list) {
  const card = element("div", undefined, { class: "map-card" });
  const types = element("ul");
  for (const [name, n] of Object.entries(circle.types).sort((a, b) => b[1] - a[1])) types.append(element("li", `${n} ${name || "other"}`));
  card.append(element("strong", `${plural(circle.n, "event")} at this place`), types, button("List them in the table", list));
  return card;
}

// Types of events: one colour and one shape each, as in marks.svg and desk.css. Paths are on a field of 16 by 16.
export const TYPES = [
  { name: "Battles", shape: "circle", colour: "#b3261e", path: "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z" },
  { name: "Explosions/Remote violence", shape: "triangle", colour: "#c25a00", path: "M8 1.5 15 14H1z" },
  { name: "Violence against civilians", shape: "square", colour: "#7a1fa2", path: "M2.5 2.5h11v11h-11z" },
  { name: "Protests", shape: "diamond", colour: "#00695c", path: "M8 1 15 8 8 15 1 8z" },
  { name: "Riots", shape: "pentagon", colour: "#5d4037", path: "M8 1.2 15 6.4 12.3 14.6H3.7L1 6.4z" },
  {
    name: "Strategic developments", shape: "star", colour: "#1d4f91",
    path: "m8 .8 2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.2l-4.5 2.5 1-5.1L.7 6.1l5.1-.6z",
  },
];
export const OTHER = { name: "Other", shape: "ring", colour: "#455a64", path: "M13 8A5 5 0 1 1 3 8a5 5 0 0 1 10 0z" };

const byName = new Map(TYPES.map((type) => [type.name, type]));
export const typeOf = (name) => byName.get(name) ?? OTHER;

// Sides: a letter and a colour for the outline, in the order in which the filter offers them (most events first).
const OUTLINES = ["#111111", "#0072b2", "#d55e00", "#009e73", "#cc3399", "#8c6d00", "#56448a", "#7f3b08", "#006d77", "#a50f15"];

export function sidesOf(names) {
  const taken = new Set();
  return new Map(names.slice(0, OUTLINES.length).map((name, at) => {
    const letter = [...name.toUpperCase().replace(/[^\p{L}]/gu, "")].find((one) => !taken.has(one)) ?? String(at);
    taken.add(letter);
    return [name, { name, letter, colour: OUTLINES[at] }];
  }));
}

// "2", "2 to 5", or "not said" for [low, best, high] of the dead.
export const dead = (killed) => (!killed ? "not said" : killed[0] === killed[2] ? `${killed[0]}` : `${killed[0]} to ${killed[2]}`);

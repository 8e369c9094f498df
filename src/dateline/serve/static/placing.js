// Where events stand on the map: the area of those whose place is only roughly known, and room for those that lie on each other.
import { OTHER, typeOf } from "./types.js";

const KM_A_DEGREE = 111.2;
const CORNERS = 48;
const OVERLAP = 0.9; // of the sum of two radii: circles nearer than this become one
const ONE_PLACE = 0.0005; // degrees: what is no wider lies at one place
const AROUND = 8; // events of one place that stand around it; more become a circle

// The areas of events whose place is only roughly known, each once, in the colour of its type where that is one.
function areasOf(events) {
  const found = new Map();
  for (const event of events) {
    const ring = areaOf(event);
    if (!ring) continue;
    const key = ring.slice(0, 3).join(" ");
    const { colour } = typeOf(event.type);
    const same = found.get(key);
    if (!same) found.set(key, { ring, colour });
    else if (same.colour !== colour) same.colour = OTHER.colour;
  }
  return [...found.values()];
}

// The ring of an event that is not known to the village: its own, or a circle of its radius; null for a place known as such.
export function areaOf(event) {
  if (event.precision === 1) return null;
  if (event.ring?.length > 2) return [...event.ring, event.ring[0]];
  if (!event.radius_km) return null;
  const tall = event.radius_km / KM_A_DEGREE;
  const wide = tall / Math.max(0.05, Math.cos((event.lat * Math.PI) / 180));
  return Array.from({ length: CORNERS + 1 }, (_, n) => {
    const angle = (n / CORNERS) * 2 * Math.PI;
    return [event.lon + wide * Math.cos(angle), event.lat + tall * Math.sin(angle)];
  });
}

// Where each of several events of one place stands around it, in pixels, by the name of its stand.
const standOf = (n, at) => `${n}/${at}`;
export const STANDS = Array.from({ length: AROUND - 1 }, (_, few) => few + 2).flatMap((n) =>
  Array.from({ length: n }, (_, at) => {
    const [radius, angle] = [n === 2 ? 12 : 8 + 3 * n, (at / n) * 2 * Math.PI];
    return [standOf(n, at), [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))]];
  }));

// What the map draws of an answer: events that stand alone or around their place, circles in the form of the server's, and areas.
export function arranged(found, project) {
  const item = (n, one, members) => ({ ...project(one.lon, one.lat), n, members });
  const groups = joined([...found.clusters.map((one) => item(one.n, one, [one])), ...found.events.map((one) => item(1, one, [one]))]);
  const alone = [];
  const circles = [];
  const seen = [];
  for (const { members } of groups) {
    const whole = members.length > 1 || members[0].n ? together(members) : null;
    const onePlace = whole && isOnePlace(whole.bbox);
    if (!whole) alone.push({ event: members[0], stand: "" });
    else if (onePlace && whole.n <= AROUND && members.every((one) => one.id)) {
      members.forEach((event, at) => alone.push({ event, stand: standOf(whole.n, at) }));
    } else circles.push(whole);
    if (!whole || onePlace) seen.push(...members);
  }
  return { alone, circles, areas: areasOf(seen) };
}

export const isOnePlace = ([west, south, east, north]) => east - west < ONE_PLACE && north - south < ONE_PLACE;

// One circle for events and circles.
function together(members) {
  const types = {};
  let n = 0;
  const sums = { lon: 0, lat: 0 };
  for (const one of members) {
    const weight = one.n ?? 1;
    n += weight;
    for (const axis of ["lon", "lat"]) sums[axis] += weight * one[axis];
    for (const [type, count] of Object.entries(one.types ?? { [one.type]: 1 })) types[type] = (types[type] ?? 0) + count;
  }
  const boxes = members.map((one) => one.bbox ?? [one.lon, one.lat, one.lon, one.lat]);
  const bbox = [0, 1, 2, 3].map((edge) => Math[edge < 2 ? "min" : "max"](...boxes.map((one) => one[edge])));
  return { lon: sums.lon / n, lat: sums.lat / n, n, types, bbox };
}

// Pixels from the middle of a circle of so many events to its edge.
export const radiusOf = (n) => (n === 1 ? 9 : Math.min(26, Math.round(12 + 2.1 * Math.log2(n))));

// Joins groups, the fullest first, until none hides another.
function joined(groups) {
  for (;;) {
    const kept = [];
    for (const group of groups.sort((a, b) => b.n - a.n)) {
      const near = kept.find((other) => Math.hypot(other.x - group.x, other.y - group.y) < OVERLAP * (radiusOf(group.n) + radiusOf(other.n)));
      if (!near) kept.push(group);
      else {
        const n = near.n + group.n;
        near.x = (near.x * near.n + group.x * group.n) / n;
        near.y = (near.y * near.n + group.y * group.n) / n;
        near.members = [...near.members, ...group.members];
        near.n = n;
      }
    }
    if (kept.length === groups.length) return kept;
    groups = kept;
  }
}

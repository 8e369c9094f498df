// Where events stand on the map: the area of those whose place is only roughly known, and room for those that lie on each other.
const KM_A_DEGREE = 111.2;
const CORNERS = 48;
const OVERLAP = 0.9; // of the sum of two radii: circles nearer than this become one
const ONE_PLACE = 0.0005; // degrees
const AROUND = 8; // events of one place that stand around it; more become a circle

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

// Events that stand alone, each with its offset in pixels, and crowds in the form of the server's clusters.
export function arranged(events, project) {
  const groups = joined(events.map((event) => ({ ...project(event.lon, event.lat), events: [event] })));
  const alone = [];
  const crowds = [];
  for (const { events: members } of groups) {
    const lons = members.map((one) => one.lon);
    const lats = members.map((one) => one.lat);
    const bbox = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const onePlace = bbox[2] - bbox[0] < ONE_PLACE && bbox[3] - bbox[1] < ONE_PLACE;
    if (members.length === 1) alone.push({ event: members[0], offset: [0, 0] });
    else if (onePlace && members.length <= AROUND) {
      const radius = members.length === 2 ? 12 : 8 + 3 * members.length;
      members.forEach((event, n) => {
        const angle = (n / members.length) * 2 * Math.PI;
        alone.push({ event, offset: [radius * Math.cos(angle), radius * Math.sin(angle)] });
      });
    } else crowds.push(crowd(members, bbox));
  }
  return { alone, crowds };
}

// Pixels from the middle of a circle of so many events to its edge.
export const radiusOf = (n) => (n === 1 ? 9 : Math.min(26, Math.round(12 + 2.1 * Math.log2(n))));

// Joins groups, the fullest first, until none hides another.
function joined(groups) {
  for (;;) {
    const kept = [];
    for (const group of groups.sort((a, b) => b.events.length - a.events.length)) {
      const reach = radiusOf(group.events.length);
      const near = kept.find((other) => Math.hypot(other.x - group.x, other.y - group.y) < OVERLAP * (reach + radiusOf(other.events.length)));
      if (!near) kept.push(group);
      else {
        const [n, m] = [near.events.length, group.events.length];
        near.x = (near.x * n + group.x * m) / (n + m);
        near.y = (near.y * n + group.y * m) / (n + m);
        near.events = [...near.events, ...group.events];
      }
    }
    if (kept.length === groups.length) return kept;
    groups = kept;
  }
}

function crowd(members, bbox) {
  const types = {};
  for (const { type } of members) types[type] = (types[type] ?? 0) + 1;
  const killed = [0, 2].map((edge) => members.reduce((sum, one) => sum + (one.killed?.[edge] ?? 0), 0));
  const mean = (key) => members.reduce((sum, one) => sum + one[key], 0) / members.length;
  return { lon: mean("lon"), lat: mean("lat"), n: members.length, types, killed, bbox };
}

// Control: the map of who is said to hold what, and a slider over the days. The table says the same.
import { AttributionControl, GPUInitializationError, Map as GlMap, NavigationControl, Popup } from "./vendor/maplibre-gl.mjs";
import { STYLE, start } from "./basemap.js";
import { toast } from "./desk.js";
import { sidesOf } from "./types.js";

const box = document.getElementById("map");
const form = document.getElementById("control-form");
const slide = document.getElementById("slide");
const SIZE = 36; // pixels of a mark, drawn twice as fine
const NONE = { colour: "#55636f", letter: "?" };

// One mark a state and side: filled held, dashed claimed, hatched contested, double ring besieged, half shared, crossed out lost.
function mark(state, side) {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const middle = SIZE / 2, radius = SIZE / 2 - 5;
  const circle = (r) => { pen.beginPath(); pen.arc(middle, middle, r, 0, 7); };
  circle(radius);
  pen.fillStyle = state === "held" || state === "besieged" ? side.colour : "#fff";
  pen.fill();
  pen.save();
  circle(radius);
  pen.clip();
  pen.strokeStyle = side.colour;
  pen.lineWidth = 3;
  if (state === "contested") {
    for (let x = -SIZE; x < SIZE * 2; x += 8) { pen.beginPath(); pen.moveTo(x, SIZE); pen.lineTo(x + SIZE, 0); pen.stroke(); }
  }
  if (state === "shared") { pen.fillStyle = side.colour; pen.fillRect(0, 0, middle, SIZE); }
  if (state === "lost") { pen.beginPath(); pen.moveTo(0, 0); pen.lineTo(SIZE, SIZE); pen.stroke(); }
  pen.restore();
  pen.strokeStyle = side.colour;
  pen.lineWidth = 3.5;
  if (state === "claimed" || state === "contested") pen.setLineDash([6, 4]);
  circle(radius);
  pen.stroke();
  if (state === "besieged") { pen.lineWidth = 2.5; pen.setLineDash([]); pen.strokeStyle = "#16202a"; circle(radius + 3.5); pen.stroke(); }
  pen.setLineDash([]);
  if (state !== "lost") {
    pen.font = "700 14px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    if (state === "contested" || state === "shared") { pen.lineWidth = 5; pen.strokeStyle = "#fff"; pen.strokeText(side.letter, middle, middle + 1); }
    pen.fillStyle = state === "held" || state === "besieged" ? "#fff" : "#16202a";
    pen.fillText(side.letter, middle, middle + 1);
  }
  return pen.getImageData(0, 0, SIZE, SIZE);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function card({ place, state, holder, since, reason, claimants }) {
  const made = document.createElement("div");
  made.className = "map-card";
  made.append(element("strong", place), element("span", `${state}${holder ? `: ${holder}` : ""}, since ${since}`), element("span", reason));
  const said = document.createElement("ul");
  for (const one of claimants) said.append(element("li", `${one.holder}: ${one.speakers.join(", ")}${one.only_its_own_side ? " (its own side alone)" : ""}`));
  made.append(said);
  return made;
}

const asked = () => {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  return query;
};

async function features() {
  const answer = await fetch(`/control.geojson?${asked()}`);
  if (!answer.ok) throw new Error(`the desk did not answer (${answer.status})`);
  const found = await answer.json();
  found.features = found.features.filter((one) => one.geometry);
  return found;
}

let sides = new Map();
function show(map, found) {
  const names = [...new Set(found.features.map((one) => one.properties.side ?? one.properties.holder).filter(Boolean))].sort();
  for (const name of names) if (!sides.has(name)) sides.set(name, null);
  const looks = sidesOf([...sides.keys()]);
  for (const one of found.features) {
    const { state, side, holder } = one.properties;
    const look = looks.get?.(side ?? holder) ?? NONE;
    const name = `${state}|${look.colour}|${look.letter}`;
    if (!map.hasImage(name)) map.addImage(name, mark(state, look), { pixelRatio: 1.5 });
    one.properties.icon = name;
    one.properties.said = state === "held" ? one.properties.place : `${one.properties.place}\n${state}`;
  }
  map.getSource("control").setData(found);
}

async function draw() {
  const found = await features();
  let map;
  try {
    map = new GlMap({
      container: box, style: STYLE, center: [30, 25], zoom: 1.5, minZoom: 1, maxZoom: 11, maxPitch: 0, attributionControl: false, dragRotate: false,
      pitchWithRotate: false, touchPitch: false, cooperativeGestures: matchMedia("(max-width: 860px)").matches,
      locale: { "Map.Title": "Map of who is said to hold what. Arrow keys move it, plus and minus zoom." },
    });
  } catch (error) {
    if (!(error instanceof GPUInitializationError)) throw error;
    box.replaceChildren(element("p", "This browser cannot draw the map (WebGL is off). The table says the same."));
    return null;
  }
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth; borders as drawn there, disputed ones dashed" }));
  await new Promise((done) => map.once("load", done));
  map.addSource("control", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({
    id: "control", type: "symbol", source: "control",
    layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "text-field": ["get", "said"], "text-font": ["system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"],
      "text-size": 11.5, "text-offset": [0, 1.3], "text-anchor": "top", "text-optional": true },
    paint: { "text-color": "#16202a", "text-halo-color": "#fff", "text-halo-width": 1.5 },
  });
  show(map, found);
  const points = found.features.map((one) => one.geometry.coordinates);
  if (points.length) {
    const edge = (axis, pick) => pick(...points.map((point) => point[axis]));
    map.fitBounds([[edge(0, Math.min), edge(1, Math.min)], [edge(0, Math.max), edge(1, Math.max)]], { padding: 60, maxZoom: 8, duration: 0 });
  }
  map.on("mouseenter", "control", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "control", () => (map.getCanvas().style.cursor = ""));
  map.on("click", "control", ({ features: [one] }) => {
    const told = { ...one.properties, claimants: JSON.parse(one.properties.claimants) };
    new Popup({ maxWidth: "300px" }).setLngLat(one.geometry.coordinates).setDOMContent(card(told)).addTo(map);
  });
  await start(map);
  return map;
}

const drawn = draw().catch((error) => toast(`The map could not be read: ${error.message}.`));

if (slide) {
  slide.disabled = false;
  let turn = 0;
  const EPOCH = 719163; // proleptic ordinal of 1970-01-01
  const asDay = () => new Date((Number(slide.value) - EPOCH) * 86400000).toISOString().slice(0, 10);
  slide.addEventListener("input", () => {
    form.elements.at.value = asDay();
    slide.setAttribute("aria-valuetext", asDay());
  });
  slide.addEventListener("change", async () => {
    const mine = ++turn;
    const address = `/control?${asked()}`;
    const [answer, found, map] = await Promise.all([fetch(address, { headers: { "HX-Request": "true" } }), features(), drawn]);
    if (mine !== turn) return;
    if (!answer.ok) return toast(`The desk did not answer (${answer.status}).`);
    document.getElementById("control").innerHTML = await answer.text(); // escaped by the server's templates
    if (map) show(map, found);
    history.replaceState(null, "", address);
  });
}

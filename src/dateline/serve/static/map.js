// The map: circles where events crowd, marks where they do not, areas where the place is only roughly known.
import { AttributionControl, GPUInitializationError, Map as GlMap, NavigationControl, Popup } from "./vendor/maplibre-gl.mjs";
import { STYLE, start as startBasemap } from "./basemap.js";
import { button, circleCard, element, eventCard, plural } from "./cards.js";
import { clusterImage, markImage } from "./marks.js";
import { STANDS, areaOf, arranged, isOnePlace } from "./placing.js";
import { sidesOf, typeOf } from "./types.js";

const box = document.getElementById("map");
const note = document.getElementById("map-note");
const follow = document.getElementById("map-follow");
const sides = sidesOf([...document.querySelectorAll("#list-side option")].map((option) => option.value));
const asked = new URLSearchParams(box.dataset.query);
const FONT = ["system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"];
const EMPTY = { type: "FeatureCollection", features: [] };
const NOTHING = { clusters: [], events: [] };
const NEAR = 0.001; // degrees around a place that is asked for
const DEEPEST = 13;
const placed = location.hash.startsWith("#at="); // the address says what the map shows
let filters = filtersOf(asked);
let popup;

function filtersOf(query) {
  const rest = new URLSearchParams(query);
  for (const name of ["bbox", "sort", "page"]) rest.delete(name);
  return rest;
}

const asBox = (edges) => edges.map((edge) => edge.toFixed(4)).join(",");
const ask = (detail) => document.dispatchEvent(new CustomEvent("desk:ask", { detail }));
const failed = (error) => (note.textContent = `The map could not be read: ${error.message}.`);

async function read(bounds, zoom, signal) {
  const query = new URLSearchParams(filters);
  if (bounds) query.set("bbox", asBox(bounds));
  query.set("zoom", zoom.toFixed(2));
  const answer = await fetch(`/api/v1/map?${query}`, { signal });
  if (!answer.ok) throw new Error(`the desk did not answer (${answer.status})`);
  return answer.json();
}

// West, south, east, north of everything an answer shows; null where it shows nothing.
function extent(found) {
  const boxes = [...found.clusters.map((one) => one.bbox), ...found.events.map((one) => [one.lon, one.lat, one.lon, one.lat])];
  if (!boxes.length) return null;
  return [0, 1, 2, 3].map((edge) => Math[edge < 2 ? "min" : "max"](...boxes.map((one) => one[edge])));
}

function newMap() {
  try {
    return new GlMap({
      container: box, style: STYLE, center: [30, 25], zoom: 1.5, minZoom: 1, maxZoom: 14, maxPitch: 0, hash: "at", attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: matchMedia("(max-width: 860px)").matches,
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
      locale: { "Map.Title": "Map of events. Arrow keys move it, plus and minus zoom." },
    });
  } catch (error) {
    if (!(error instanceof GPUInitializationError)) throw error;
    box.replaceChildren(element("p", "This browser cannot draw the map (WebGL is off). The table lists the same events.", { class: "map-none" }));
    return null;
  }
}

function addLayers(map) {
  for (const name of ["areas", "marks", "clusters", "lit"]) map.addSource(name, { type: "geojson", data: EMPTY });
  map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.1 } }, "world-country");
  map.addLayer({
    id: "edges", type: "line", source: "areas", paint: { "line-color": ["get", "colour"], "line-width": 1.4, "line-opacity": 0.8, "line-dasharray": [3, 2] },
  }, "world-country");
  map.addLayer({ id: "lit", type: "circle", source: "lit", paint: { "circle-radius": 17, "circle-color": "#ffd54a", "circle-opacity": 0.75 } });
  map.addLayer({
    id: "marks", type: "symbol", source: "marks",
    layout: {
      "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-ignore-placement": true,
      "icon-offset": ["match", ["get", "stand"], ...STANDS.flatMap(([stand, offset]) => [stand, ["literal", offset]]), ["literal", [0, 0]]],
    },
  });
  map.addLayer({
    id: "clusters", type: "symbol", source: "clusters",
    layout: {
      "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "n"],
      "text-field": ["get", "label"], "text-font": FONT, "text-size": 12, "text-allow-overlap": true, "text-ignore-placement": true,
    },
    paint: { "text-color": "#16202a" },
  });
}

function draw(map, found) {
  const { alone, circles, areas } = arranged(found, (lon, lat) => map.project([lon, lat]));
  const image = (made) => {
    if (!map.hasImage(made.key)) map.addImage(made.key, made.draw(), { pixelRatio: 2 });
    return made.key;
  };
  const fill = (name, features) => map.getSource(name).setData({ type: "FeatureCollection", features });
  const point = (one, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [one.lon, one.lat] } });
  fill("areas", areas.map(({ ring, colour }) => ({ type: "Feature", properties: { colour }, geometry: { type: "Polygon", coordinates: [ring] } })));
  fill("marks", alone.map(({ event, stand }) => {
    const mark = markImage(typeOf(event.type), sides.get(event.side), Boolean(areaOf(event)));
    return point(event, { event: JSON.stringify(event), stand, image: image(mark) });
  }));
  fill("clusters", circles.map((one) => {
    const label = one.n < 10_000 ? `${one.n}` : `${Math.round(one.n / 1000)}k`;
    return point(one, { n: one.n, label, circle: JSON.stringify(one), image: image(clusterImage(one)) });
  }));
}

function say(found) {
  const where = found.in_view === found.total ? "all in view" : `${found.in_view.toLocaleString("en")} in view`;
  const unplaced = found.unplaced ? `, ${found.unplaced.toLocaleString("en")} without a place on the map` : "";
  note.textContent = found.total ? `${plural(found.total, "event")}, ${where}${unplaced}.` : "No event passes the filters.";
}

// What the letters on the marks stand for.
function legend() {
  const list = element("ul", undefined, { class: "legend sides", "aria-label": "Sides" });
  for (const side of sides.values()) {
    const item = element("li");
    const letter = element("span", side.letter, { class: "side" });
    letter.style.borderColor = side.colour;
    item.append(letter, ` ${side.name}`);
    list.append(item);
  }
  if (sides.size) document.querySelector(".views").append(list);
}

// Marks the row of an event in the table, and returns it; null where the table shows another page.
function light(id) {
  for (const row of document.querySelectorAll("#events tr.lit")) row.classList.remove("lit");
  const row = document.getElementById(`row-${id}`);
  row?.classList.add("lit");
  return row;
}

function show(map, at, card) {
  popup?.remove();
  popup = new Popup({ maxWidth: "280px", offset: 14 }).setLngLat(at).setDOMContent(card).addTo(map);
}

function showEvent(map, event) {
  const card = eventCard(event);
  const row = light(event.id);
  if (row) card.append(button("Go to its row", () => row.scrollIntoView({ block: "center" })));
  show(map, [event.lon, event.lat], card);
}

function showCircle(map, circle) {
  const [west, south, east, north] = circle.bbox;
  show(map, [circle.lon, circle.lat], circleCard(circle, () => ask({ bbox: asBox([west - NEAR, south - NEAR, east + NEAR, north + NEAR]) })));
}

function onClick(map, event) {
  const [hit] = map.queryRenderedFeatures(event.point, { layers: ["clusters", "marks"] });
  if (!hit) return;
  if (hit.layer.id === "marks") return showEvent(map, JSON.parse(hit.properties.event));
  const circle = JSON.parse(hit.properties.circle);
  const [west, south, east, north] = circle.bbox;
  if (isOnePlace(circle.bbox) || map.getZoom() >= DEEPEST) return showCircle(map, circle);
  map.fitBounds([[west, south], [east, north]], { padding: 70, maxZoom: Math.min(DEEPEST, map.getZoom() + 4) });
}

function fit(map, [west, south, east, north], animate = true) {
  map.fitBounds([[west, south], [east < west ? east + 360 : east, north]], { padding: { top: 40, bottom: 40, left: 40, right: 60 }, maxZoom: 8, animate });
}

class FitControl {
  constructor(act) {
    const all = element("button", "All", { type: "button", class: "map-all", title: "Show all events that pass the filters", "aria-label": "All events" });
    all.addEventListener("click", act);
    this.holder = element("div", undefined, { class: "maplibregl-ctrl maplibregl-ctrl-group" });
    this.holder.append(all);
  }

  onAdd() {
    return this.holder;
  }

  onRemove() {
    this.holder.remove();
  }
}

// Acts after the frame that shows all that has been asked of the map: base map and events.
function whenShown(map, act) {
  const look = () => (map.areTilesLoaded() ? act() : map.once("render", look));
  map.once("render", look);
  map.triggerRepaint();
}

async function run(map, everything) {
  const styled = map.once("style.load");
  let waiting;
  let request;
  let latest = NOTHING;
  const loaded = () => (box.dataset.loaded = `${latest.in_view}`);
  const take = (found) => {
    const first = latest === NOTHING;
    latest = found;
    draw(map, latest);
    say(latest);
    if (!first) whenShown(map, loaded);
  };
  const edgesNow = () => {
    const [[west, south], [east, north]] = map.getBounds().toArray();
    return east - west < 360 ? [west, south, east, north] : [-180, south, 180, north];
  };
  async function refresh() {
    request?.abort();
    request = new AbortController();
    try {
      take(await read(edgesNow(), map.getZoom(), request.signal));
    } catch (error) {
      if (error.name !== "AbortError") failed(error);
    }
  }
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      refresh();
      if (follow.checked) ask({ bbox: asBox(edgesNow()), write: "replaceState" });
    }, 120);
  };
  const all = async () => {
    const edges = extent(await read(null, 0));
    if (edges) fit(map, edges);
  };

  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new FitControl(() => all().catch(failed)), "top-right");
  map.addControl(new AttributionControl({ compact: false, customAttribution: "Natural Earth; GeoNames (CC BY 4.0)" }));
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  legend();
  const edges = placed ? null : (asked.get("bbox")?.split(",").map(Number) ?? extent(await everything));
  if (edges) fit(map, edges, false);
  await styled;
  addLayers(map);
  await Promise.all([startBasemap(map), refresh()]);

  map.on("moveend", later);
  map.on("click", (event) => onClick(map, event));
  for (const layer of ["marks", "clusters"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  follow.addEventListener("change", () => ask({ bbox: follow.checked ? asBox(edgesNow()) : "" }));
  document.addEventListener("desk:filters", async (event) => {
    const wanted = filtersOf(event.detail);
    follow.checked = new URLSearchParams(event.detail).has("bbox");
    if (`${wanted}` === `${filters}`) return; // only the table's box or order is another
    filters = wanted;
    await refresh();
    if (latest.total && !latest.in_view) await all().catch(failed);
  });
  const table = document.getElementById("events");
  const point = (event) => {
    const id = event.type === "focusout" ? null : event.target.closest("tr[data-event]")?.dataset.event;
    const found = latest.events.find((one) => one.id === id);
    const features = found ? [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [found.lon, found.lat] } }] : [];
    map.getSource("lit").setData({ type: "FeatureCollection", features });
  };
  for (const kind of ["mouseover", "mouseleave", "focusin", "focusout"]) table.addEventListener(kind, point);
  whenShown(map, loaded);
  if (!map.loaded()) await map.once("idle");
  box.dataset.ready = "yes";
}

const everything = read(null, 0);
const map = newMap();
if (map) run(map, everything).catch(failed);
else {
  everything.then(say, failed);
  document.addEventListener("desk:filters", (event) => {
    filters = filtersOf(event.detail);
    read(null, 0).then(say, failed);
  });
}

// The map of who is said to hold what, and the slider over the days.
import { AttributionControl, GPUInitializationError, LngLatBounds, Map as GlMap, NavigationControl, Popup } from "./vendor/maplibre-gl.mjs";
import { STYLE, start as startBasemap } from "./basemap.js";
import { sidesOf } from "./types.js";

const box = document.getElementById("control-map");
const form = document.getElementById("control-form");
const slider = document.getElementById("slider");
const FONT = ["system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"];
const LETTERS = { contested: "C", besieged: "B", shared: "S", lost: "–" };
let map;
let asking;

const palette = sidesOf([...form.elements.side.options].slice(1).map((option) => option.value));

function withLooks(found) {
  for (const { properties } of found.features) {
    const side = palette.get(properties.side ?? properties.holder);
    properties.colour = side?.colour ?? "#607d8b";
    properties.letter = LETTERS[properties.state] ?? side?.letter ?? "";
  }
  return { ...found, features: found.features.filter((one) => one.geometry) };
}

async function show(day, fit = false) {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams(new FormData(form));
  query.set("at", day);
  try {
    const known = query.get("known");
    const [places, table] = await Promise.all([
      fetch(`/control.geojson?at=${day}${known ? `&known=${known}` : ""}`, { signal: asking.signal }).then((answer) => answer.json()),
      fetch(`/control?${query}`, { headers: { "HX-Request": "true" }, signal: asking.signal }).then((answer) => answer.text()),
    ]);
    document.getElementById("holdings").innerHTML = table; // escaped by the server's templates
    if (!map) return;
    const looked = withLooks(places);
    map.getSource("places").setData(looked);
    if (fit && looked.features.length) {
      const bounds = new LngLatBounds();
      for (const one of looked.features) bounds.extend(one.geometry.coordinates);
      map.fitBounds(bounds, { padding: 60, maxZoom: 8, animate: false });
    }
    box.dataset.loaded = "true";
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function drawn() {
  try {
    map = new GlMap({ container: box, style: STYLE, center: [38, 34], zoom: 4, maxZoom: 13, maxPitch: 0, attributionControl: false, dragRotate: false,
      locale: { "Map.Title": "Map of control. Arrow keys move it, plus and minus zoom; the table below says the same." } });
  } catch (error) {
    if (!(error instanceof GPUInitializationError)) throw error;
    box.textContent = "This browser cannot draw the map (WebGL is off). The table below says the same.";
    return show(box.dataset.at);
  }
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new AttributionControl({ customAttribution: "Natural Earth; GeoNames (CC BY 4.0)", compact: false }));
  map.on("load", async () => {
    await startBasemap(map);
    map.addSource("places", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    const sure = ["in", ["get", "state"], ["literal", ["held", "shared"]]];
    map.addLayer({ id: "places", type: "circle", source: "places", paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 6, 9, 11], "circle-color": ["get", "colour"],
      "circle-opacity": ["case", sure, 0.9, 0.25], "circle-stroke-color": ["get", "colour"], "circle-stroke-width": ["case", sure, 1, 3] } });
    map.addLayer({ id: "letters", type: "symbol", source: "places", layout: { "text-field": ["get", "letter"], "text-font": FONT, "text-size": 11,
      "text-allow-overlap": true }, paint: { "text-color": ["case", sure, "#ffffff", "#16202a"] } });
    map.addLayer({ id: "names", type: "symbol", source: "places", minzoom: 6, layout: { "text-field": ["get", "place"], "text-font": FONT, "text-size": 12,
      "text-anchor": "top", "text-offset": [0, 1] }, paint: { "text-color": "#16202a", "text-halo-color": "#ffffff", "text-halo-width": 1.5 } });
    map.on("click", "places", (event) => {
      const { place, state, holder, reason } = event.features[0].properties;
      new Popup().setLngLat(event.lngLat).setText(`${place}: ${state}${holder ? `, ${holder}` : ""}. ${reason}`).addTo(map);
    });
    await show(box.dataset.at, true);
  });
}

if (slider) {
  slider.addEventListener("input", () => {
    const day = new Date(`${slider.dataset.first}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(slider.value));
    const text = day.toISOString().slice(0, 10);
    form.elements.at.value = text;
    slider.setAttribute("aria-valuetext", text);
    clearTimeout(slider.waiting);
    slider.waiting = setTimeout(() => {
      history.replaceState(null, "", `/control?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`);
      show(text);
    }, 150);
  });
}
drawn();

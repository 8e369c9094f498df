// The offline base map: a style for MapLibre from basemap/, the world at once, finer cells as the map comes near them.
const folder = new URL("./basemap/", import.meta.url);
const FONT = ["system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"]; // drawn by the browser: there is no glyph server
const WATER = "#d5e3ea";
const read = async (name) => (await fetch(new URL(name, folder))).json();
const ofKind = (...kinds) => ["in", ["get", "k"], ["literal", kinds]];

function withPlaces(data) {
  for (const [lon, lat, n, z, c] of data.places) {
    data.features.push({ type: "Feature", properties: { k: "place", n, z, c }, geometry: { type: "Point", coordinates: [lon, lat] } });
  }
  return data.features;
}

// Layers of one level of the map; `zooms` limits all of them.
function layers(source, zooms) {
  const line = (id, kinds, paint, more = {}) => ({
    id: `${source}-${id}`, type: "line", source, filter: ofKind(...kinds), paint, layout: { "line-join": "round" }, ...zooms, ...more,
  });
  const fill = (id, colour) => ({ id: `${source}-${id}`, type: "fill", source, filter: ofKind(id), paint: { "fill-color": colour }, ...zooms });
  return [
    fill("cell", WATER), // hides the coarser level
    fill("land", "#f6f4ee"),
    fill("lake", "#c9dbe4"),
    line("river", ["river"], { "line-color": "#a9c7d6", "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.5, 8, 1.6] }),
    line("admin1", ["admin1"], { "line-color": "#c2b8a3", "line-width": 0.8, "line-dasharray": [1, 2] }),
    line("border", ["border"], { "line-color": "#8d8577", "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.7, 8, 1.6] }),
    line("disputed", ["disputed"], { "line-color": "#8d8577", "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.9, 8, 1.8], "line-dasharray": [4, 3] }),
    line("limit", ["limit"], { "line-color": "#a79f90", "line-width": 0.8, "line-dasharray": [1, 1.5] }),
  ];
}

function labels(source) {
  const text = (colour) => ({ "text-color": colour, "text-halo-color": "#f6f4ee", "text-halo-width": 1.3 });
  const due = ["<=", ["get", "z"], ["zoom"]];
  return [
    {
      id: `${source}-country`, type: "symbol", source, maxzoom: 7, filter: ["all", ofKind("country"), ["<=", ["get", "z"], ["+", ["zoom"], 1]]],
      layout: { "text-field": ["get", "n"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 15], "text-transform": "uppercase",
        "text-letter-spacing": 0.08, "text-max-width": 7, "symbol-sort-key": ["get", "z"] },
      paint: text("#5d5b53"),
    },
    {
      id: `${source}-place`, type: "symbol", source, minzoom: 3, filter: ["all", ofKind("place"), due],
      layout: { "text-field": ["get", "n"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 4, ["case", ["==", ["get", "c"], 1], 11.5, 10.5], 9, 13],
        "icon-image": ["case", ["==", ["get", "c"], 1], "capital", "town"], "text-variable-anchor": ["left", "right", "bottom", "top"],
        "text-radial-offset": 0.45, "text-justify": "auto", "icon-allow-overlap": false, "text-optional": false, "symbol-sort-key": ["get", "z"] },
      paint: text("#3b3f45"),
    },
  ];
}

export const STYLE = {
  version: 8,
  sources: {
    world: { type: "geojson", data: { type: "FeatureCollection", features: [] }, maxzoom: 8 },
    detail: { type: "geojson", data: { type: "FeatureCollection", features: [] }, maxzoom: 12 },
  },
  layers: [
    { id: "water", type: "background", paint: { "background-color": WATER } },
    ...layers("world", {}), ...layers("detail", { minzoom: 5 }), ...labels("world"), ...labels("detail"),
  ],
};

const first = Promise.all([read("world.json"), read("cells.json")]);

export async function start(map) {
  for (const [name, size] of [["town", 4], ["capital", 7]]) map.addImage(name, dot(size), { pixelRatio: 2 });
  const loaded = new Map();
  const [world, list] = await first;
  map.getSource("world").setData({ type: "FeatureCollection", features: withPlaces(world) });

  async function nearer() {
    if (map.getZoom() < list.from_zoom) return;
    const bounds = map.getBounds();
    const at = (degrees, from) => Math.floor((degrees + from) / list.degrees);
    const wanted = [];
    for (let column = at(bounds.getWest(), 180); column <= at(bounds.getEast(), 180); column++) {
      for (let row = at(bounds.getSouth(), 90); row <= at(bounds.getNorth(), 90); row++) {
        const columns = 360 / list.degrees;
        const name = `${((column % columns) + columns) % columns}_${row}`;
        if (list.cells.includes(name) && !loaded.has(name)) wanted.push(name);
      }
    }
    if (!wanted.length) return;
    for (const name of wanted) loaded.set(name, []);
    await Promise.all(wanted.map(async (name) => {
      const [west, south] = name.split("_").map((n, axis) => n * list.degrees - 180 / (axis + 1));
      loaded.set(name, [box(west, south, west + list.degrees, south + list.degrees), ...withPlaces(await read(`detail/${name}.json`))]);
    }));
    map.getSource("detail").setData({ type: "FeatureCollection", features: [...loaded.values()].flat() });
  }
  map.on("moveend", nearer);
  await nearer();
}

function box(west, south, east, north) {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  return { type: "Feature", properties: { k: "cell" }, geometry: { type: "Polygon", coordinates: [ring] } };
}

function dot(size) {
  const canvas = new OffscreenCanvas(size * 2 + 4, size * 2 + 4);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const middle = size + 2;
  pen.fillStyle = "#5b6168";
  pen.beginPath();
  pen.arc(middle, middle, size, 0, 7);
  pen.fill();
  if (size > 5) {
    pen.fillStyle = "#fff";
    pen.beginPath();
    pen.arc(middle, middle, size / 2.4, 0, 7);
    pen.fill();
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

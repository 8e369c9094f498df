// The timeline: events by week, the dead as a band from low to high with a line for the best figure, and a brush that sets the days.
const { Plot, d3 } = globalThis;
const holder = document.getElementById("weeks");
const HEIGHT = 96;
const WHOLE = 2 * HEIGHT + 24;
const MARGIN = { left: 44, right: 12 };
const DAY = 86_400_000;
const asked = new URLSearchParams(holder.dataset.query);
const iso = d3.utcFormat("%Y-%m-%d");
const shown = d3.utcFormat("%-d %b %Y");
let weeks = [];
let days = daysOf(asked);

// The days asked for, as two dates; null where none are.
function daysOf(query) {
  const [from, to] = ["from", "to"].map((name) => query.get(name));
  return from || to ? { from: from && new Date(from), to: to && new Date(to) } : null;
}

async function read(query) {
  const rest = new URLSearchParams(query);
  for (const name of ["from", "to", "sort"]) rest.delete(name); // the whole time, so that the brush can widen
  const answer = await fetch(`/api/v1/weeks?${rest}`);
  if (!answer.ok) throw new Error(`the desk did not answer (${answer.status})`);
  return (await answer.json()).weeks.map((one) => ({ ...one, start: new Date(one.week), end: new Date(Date.parse(one.week) + 7 * DAY) }));
}

// Plot puts its rules into a style element, which the page's policy does not allow; map.css has them.
function plotted(options) {
  const made = Plot.plot({
    width: holder.clientWidth, marginLeft: MARGIN.left, marginRight: MARGIN.right, className: "plot", x: { type: "utc", label: null, domain: span() },
    ...options,
  });
  for (const style of made.querySelectorAll("style")) style.remove();
  for (const part of made.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label"); // the picture is named as a whole
  made.setAttribute("role", "img");
  return made;
}

const span = () => [weeks[0].start, weeks.at(-1).end];

function drawEvents() {
  const tip = (one) => `Week of ${shown(one.start)}: ${one.events} events`;
  return plotted({
    height: HEIGHT, marginTop: 22, marginBottom: 4, ariaLabel: "Events by week", x: { type: "utc", axis: null, domain: span() },
    y: { label: "events a week", ticks: 3, grid: true, nice: true },
    marks: [Plot.rectY(weeks, { x1: "start", x2: "end", y: "events", fill: "#1d4f91", insetLeft: 0.3, insetRight: 0.3, title: tip }), Plot.ruleY([0])],
  });
}

function drawDead() {
  const middle = (one) => new Date((+one.start + +one.end) / 2);
  const tip = (one) => `Week of ${shown(one.start)}: ${one.low} to ${one.high} killed, best figure ${one.best}`;
  return plotted({
    height: HEIGHT + 24, marginTop: 22, marginBottom: 28, ariaLabel: "Killed by week, lowest to highest figure", y: { label: "killed a week", ticks: 3, grid: true, nice: true },
    marks: [
      Plot.areaY(weeks, { x: middle, y1: "low", y2: "high", fill: "#b3261e", fillOpacity: 0.25, curve: "step" }),
      Plot.lineY(weeks, { x: middle, y: "best", stroke: "#b3261e", strokeWidth: 1.4, curve: "step" }),
      Plot.ruleX(weeks, { x: middle, strokeOpacity: 0, strokeWidth: 6, title: tip }),
      Plot.ruleY([0]),
    ],
  });
}

function brushOn(svg) {
  const width = holder.clientWidth;
  const scale = d3.scaleUtc(span(), [MARGIN.left, width - MARGIN.right]);
  const brush = d3.brushX().extent([[MARGIN.left, 0], [width - MARGIN.right, WHOLE]]);
  const layer = d3.select(svg).append("g").attr("class", "brush").call(brush);
  if (days) layer.call(brush.move, [scale(days.from ?? span()[0]), scale(days.to ? new Date(+days.to + DAY) : span()[1])].map((x) => clamp(x, width)));
  brush.on("end", (event) => {
    if (!event.sourceEvent) return;
    const [from, to] = event.selection?.map((x) => scale.invert(x)) ?? [];
    const detail = from ? { from: iso(from), to: iso(new Date(Math.max(+from, +to - DAY / 2))) } : { from: "", to: "" };
    document.dispatchEvent(new CustomEvent("desk:ask", { detail }));
  });
}

const clamp = (x, width) => Math.max(MARGIN.left, Math.min(width - MARGIN.right, x));

function draw() {
  if (!weeks.length) return holder.replaceChildren(Object.assign(document.createElement("p"), { className: "muted", textContent: "No dated event passes." }));
  const over = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  over.setAttribute("class", "weeks-brush");
  over.setAttribute("aria-hidden", "true"); // the fields From and To are its equal
  over.setAttribute("height", WHOLE);
  over.setAttribute("width", holder.clientWidth);
  holder.replaceChildren(drawEvents(), drawDead(), over);
  brushOn(over);
}

async function refresh(query) {
  days = daysOf(query);
  try {
    weeks = await read(query);
    draw();
    holder.dataset.ready = "yes";
  } catch (error) {
    holder.textContent = `The timeline could not be read: ${error.message}.`;
  }
}

document.addEventListener("desk:filters", (event) => refresh(new URLSearchParams(event.detail)));
let width = holder.clientWidth;
new ResizeObserver(() => {
  if (holder.clientWidth === width) return;
  width = holder.clientWidth;
  draw();
}).observe(holder);
await refresh(asked);

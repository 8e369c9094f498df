// Review by keyboard, and words selected in the frozen text as offsets in code points.
import { toast } from "./desk.js";

const at = (id) => document.getElementById(id);
const go = (id) => at(id)?.click();
const points = (text) => [...text].length;

const frozen = at("frozen");

function selected() {
  const chosen = getSelection();
  if (!frozen || !chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!frozen.contains(range.commonAncestorContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(frozen);
  before.setEnd(range.startContainer, range.startOffset);
  const text = range.toString();
  const left = text.length - text.trimStart().length;
  const start = points(before.toString()) + points(text.slice(0, left));
  return { start, end: start + points(text.trim()), text: text.trim() };
}

let kept = null;
let field = null; // the field for words that was used last
document.addEventListener("focusin", (event) => {
  if (event.target.classList?.contains("span")) field = event.target;
});
if (frozen) {
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (!found || !found.text) return;
    kept = found;
    at("selected").textContent = `Selected: “${found.text.slice(0, 60)}”, ${found.start}-${found.end}`;
    if (at("start")) {
      at("start").value = found.start;
      at("end").value = found.end;
    }
    const link = at("add");
    if (link) link.href = `${link.href.split("?")[0]}?${link.dataset.query ?? ""}start=${found.start}&end=${found.end}`;
  });
  frozen.addEventListener("mouseup", () => {
    if (field && kept && field.isConnected && !getSelection().isCollapsed) field.value = `${kept.start}-${kept.end}`;
  });
  // Words are selected without a mouse too: arrows move by words from the event's own, shift extends.
  frozen.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = getSelection();
    if (!frozen.contains(chosen.anchorNode)) chosen.collapse(frozen.querySelector("mark.w-type") ?? frozen, 0);
    chosen.modify(event.shiftKey ? "extend" : "move", event.key === "ArrowRight" ? "forward" : "backward", "word");
    event.preventDefault();
  });
  const first = frozen.querySelector("mark.sentence");
  if (first) frozen.scrollTop += first.getBoundingClientRect().top - frozen.getBoundingClientRect().top - frozen.clientHeight / 3;
}

if (at("start")?.value) at("first-cell")?.focus(); // a new row on words that were selected: on to its cells

function help() {
  at("keys")?.showModal();
}
if (at("show-keys")) {
  at("show-keys").hidden = false;
  at("show-keys").addEventListener("click", help);
}

const keys = {
  a: () => go("accept"),
  e: () => at("first-cell")?.focus(),
  c: () => at("first-cell")?.focus(),
  r: () => {
    const why = at("why");
    if (!why || !at("reject")) return;
    why.focus();
    why.dataset.rejects = "1";
    toast("Write why, then press Enter to reject; Esc leaves.");
  },
  u: () => (at("undo") ?? document.querySelector("[data-undo]"))?.click(),
  j: () => go("next"),
  n: () => go("next"),
  k: () => go("previous"),
  p: () => go("previous"),
  m: () => at("merge")?.focus(),
  s: () => at("split")?.focus(),
  w: () => (at("start") ? at("start").focus() : go("add")),
  t: () => frozen?.focus(),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  const here = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = here.closest?.("form") ?? at("cells");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("#save") ?? form.querySelector("button"));
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || at("keys")?.open) return;
  if (event.key === "Escape") {
    delete at("why")?.dataset.rejects;
    here.blur?.();
    return;
  }
  if (event.key === "Enter" && here.id === "why") {
    event.preventDefault();
    if (here.dataset.rejects) go("reject");
    else go("save");
    return;
  }
  if (here.matches?.("input, select, textarea")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// What is written and not saved is not lost by a wrong key.
let dirty = false;
const form = at("cells");
form?.addEventListener("input", () => (dirty = true));
document.addEventListener("submit", () => (dirty = false));
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

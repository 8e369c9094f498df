// Adding: files dropped on the page, their size told before they are sent; a run followed by server-sent events.
import { toast } from "./desk.js";

const form = document.querySelector("form.adding");
if (form) {
  const most = Number(form.dataset.most);
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const chosen = document.getElementById("chosen");
  const drop = document.getElementById("drop");
  const files = () => inputs.flatMap((input) => [...input.files]);
  const size = () => files().reduce((sum, file) => sum + file.size, 0);
  const tell = () => {
    const n = files().length;
    const text = n ? `${n} file${n === 1 ? "" : "s"}, ${(size() / 1e6).toFixed(1)} MB` : "";
    chosen.textContent = size() > most ? `${text}: more than ${most / 1e6} MB, give it in parts` : text;
    chosen.className = size() > most ? "fault" : "muted";
  };
  form.addEventListener("change", tell);
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
    });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) inputs[0].files = event.dataTransfer.files;
    tell();
  });
  form.addEventListener("submit", (event) => {
    if (size() <= most) return;
    event.preventDefault();
    toast(`More than ${most / 1e6} MB at once: give it in parts.`);
  });
}

const run = document.querySelector("[data-follow]");
if (run) {
  const source = new EventSource(run.dataset.follow);
  source.addEventListener("progress", (event) => (run.innerHTML = event.data)); // escaped by the server's template
  source.addEventListener("ended", (event) => {
    source.close();
    run.innerHTML = event.data;
    document.getElementById("again")?.removeAttribute("hidden");
  });
}

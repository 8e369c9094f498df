// What every page shares: the token for htmx's writes, filters that act as they are set, short messages.
export const token = () => document.querySelector('meta[name="csrf-token"]').content;

export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (box.textContent = ""), 6000);
}

// The filters' query as the form has it now, without what asks for nothing.
export function query(form) {
  const asked = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...asked]) if (!value || (name === "sort" && value === "-date")) asked.delete(name, value);
  return asked.toString();
}

// `write`: pushState makes a step that "back" undoes, replaceState does not; what the map shows stays in the address.
async function show(address, write = "pushState") {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return toast(`The desk did not answer (${answer.status}).`);
  document.getElementById("events").innerHTML = await answer.text(); // escaped by the server's templates
  history[write](null, "", address + location.hash);
}

const filters = document.getElementById("filters");
if (filters) {
  const changed = (write) => {
    const asked = query(filters);
    show(asked ? `/?${asked}` : "/", write);
    document.dispatchEvent(new CustomEvent("desk:filters", { detail: asked }));
  };
  filters.addEventListener("change", () => changed());
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
  });
  // The timeline sets days by its brush, the map a box: they ask by this event.
  document.addEventListener("desk:ask", (event) => {
    const { write, ...values } = event.detail;
    for (const [name, value] of Object.entries(values)) if (filters.elements[name]) filters.elements[name].value = value ?? "";
    changed(write);
  });
  document.getElementById("events").addEventListener("click", (event) => {
    const link = event.target.closest(".pages a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(link.getAttribute("href"));
  });
  window.addEventListener("popstate", () => location.reload());
}

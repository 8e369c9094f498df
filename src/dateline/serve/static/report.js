// Lights the words that a cell rests on while it is pointed at or focused, and the cells that rest on a word.
const pieces = [...document.querySelectorAll(".text [data-start]")].map((node) => ({ node, start: +node.dataset.start, end: +node.dataset.end }));
const cells = [...document.querySelectorAll("[data-spans]")].map((node) => ({
  node,
  spans: node.dataset.spans.split(" ").map((range) => range.split("-").map(Number)),
}));
const touches = (piece, spans) => spans.some(([start, end]) => piece.start < end && start < piece.end);

function dark() {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
}

for (const cell of cells) {
  const light = () => {
    dark();
    cell.node.classList.add("lit");
    for (const piece of pieces) if (touches(piece, cell.spans)) piece.node.classList.add("lit");
  };
  cell.node.addEventListener("mouseenter", light);
  cell.node.addEventListener("focus", light);
  cell.node.addEventListener("mouseleave", dark);
  cell.node.addEventListener("blur", dark);
}
for (const piece of pieces) {
  piece.node.addEventListener("mouseenter", () => {
    dark();
    for (const cell of cells) if (touches(piece, cell.spans)) cell.node.classList.add("lit");
  });
  piece.node.addEventListener("mouseleave", dark);
}

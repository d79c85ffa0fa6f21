/** The report as it was pasted, with each price marked in its place and the words that say what it is of. */

import { h } from "./dom.js";
import { inUnits, pieces } from "./spans.js";
import { lawWords, luxuryClass } from "./words.js";

/**
 * @param {HTMLElement} place
 * @param {string} text
 * @param {any[]} items
 * @param {Set<number>} doubtful places of items whose value a check contradicts
 * @param {(index: number) => void} choose
 */
export function drawReport(place, text, items, doubtful, choose) {
  const prices = items.map(({ reported }, of) => ({ kind: "price", of, start: reported.start, end: reported.end }));
  const words = items.flatMap(({ goods }, of) =>
    goods.evidence.filter(({ start }) => start !== null).map(({ start, end }) => ({ kind: "word", of, start, end })));
  const nodes = [];
  let open = null;
  for (const piece of pieces(text, inUnits(text, [...prices, ...words]))) {
    const price = piece.over.find((span) => span.kind === "price");
    const of = piece.over.filter((span) => span.kind === "word").map((span) => span.of);
    const node = of.length > 0 ? h("span", { class: "word", "data-of": of.join(" ") }, piece.text) : piece.text;
    if (!price) nodes.push(node);
    else if (open?.of === price.of) open.mark.append(node);
    else nodes.push(mark(items, price.of, doubtful, node, choose));
    open = price ? { of: price.of, mark: nodes.at(-1) } : null;
  }
  place.replaceChildren(...nodes);
}

/** Light the words of a price while it is pointed at or in focus. @param {HTMLElement} place */
export function watchReport(place) {
  for (const kind of ["pointerover", "focusin"]) place.addEventListener(kind, (event) => lit(place, event.target));
  for (const kind of ["pointerleave", "focusout"]) place.addEventListener(kind, () => lit(place, null));
}

/** One marked price: a button that may break across lines, as a real one cannot. */
function mark(items, index, doubtful, node, choose) {
  const { reported, luxury } = items[index];
  const doubt = doubtful.has(index);
  const label = `${reported.text}: price ${index + 1} of ${items.length}. ${lawWords(items[index])}.`;
  return h("mark", {
    role: "button", tabindex: "0", id: `price-${index}`, class: `price ${luxuryClass(luxury)}${doubt ? " doubt" : ""}`,
    "data-number": index + 1, "aria-controls": "detail", "aria-label": doubt ? `${label} Its conversion is doubtful.` : label,
    click: () => choose(index),
    keydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(index);
    },
  }, node);
}

/** Light the words that belong to the price under the pointer or in focus, besides those of the chosen one. */
function lit(place, target) {
  const price = target instanceof Element ? target.closest("mark") : null;
  const of = price ? String(Number(price.dataset.number) - 1) : null;
  for (const word of place.querySelectorAll(".word")) {
    word.classList.toggle("lit", of !== null && word.dataset.of.split(" ").includes(of));
  }
}

/**
 * Show which price is chosen.
 * @param {HTMLElement} place
 * @param {number} index
 */
export function showChosen(place, index) {
  for (const price of place.querySelectorAll("mark")) {
    if (Number(price.dataset.number) - 1 === index) price.setAttribute("aria-current", "true");
    else price.removeAttribute("aria-current");
  }
  for (const word of place.querySelectorAll(".word")) {
    word.classList.toggle("chosen", word.dataset.of.split(" ").includes(String(index)));
  }
}

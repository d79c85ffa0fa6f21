/** Taking the answer along: as CSV, as JSON, or as the command that asks for it again. */

import { asCsv } from "./csv.js";
import { asCurl } from "./curl.js";
import { h } from "./dom.js";
import { heldKey } from "./key.js";

/**
 * @param {object} question
 * @param {any} answer
 */
export function drawTake(question, answer) {
  const command = h("code", {}, asCurl(location.origin, question, heldKey() !== ""));
  const said = h("span", { role: "status", class: "hint" });
  return h("div", { class: "take" },
    h("div", { class: "row" },
      button("Download CSV", () => save("prices.csv", "text/csv", asCsv(answer))),
      button("Download JSON", () => save("prices.json", "application/json", `${JSON.stringify(answer, null, 2)}\n`)),
      button("Copy as curl", () => copy(command, said)), said),
    h("details", {}, h("summary", {}, "The command"), h("pre", { tabindex: "0", "aria-label": "The command" }, command)));
}

const button = (label, click) => h("button", { type: "button", click }, label);

/** Hand a text to the browser as a file. */
function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Copy a text, or select it where the browser does not let a page copy.
 * @param {HTMLElement} element
 * @param {HTMLElement} said
 */
export async function copy(element, said) {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    said.textContent = "Copied.";
  } catch {
    const box = element.closest("details");
    if (box) box.open = true;
    getSelection()?.selectAllChildren(element);
    said.textContent = "Selected: press Ctrl+C or ⌘C.";
  }
}

/** A refusal in words that teach: what is wrong, what would be right, and where to read more. */

import { meaning } from "./api.js";
import { h } from "./dom.js";
import { inline } from "./prose.js";

/** Fields of the question and the places of the page where they are entered. */
const PLACES = { text: "text", on: "on", to: "more", regimes: "regimes-summary", locale: "locale" };
/** Refusals that name no field, and the one they are about. */
const ABOUT = {
  "invalid-day": "on", "day-out-of-range": "on", "unknown-currency": "to", "invalid-currency": "to", "unknown-regime": "regimes",
};

/**
 * @param {HTMLElement} place
 * @param {Record<string, any>} problem
 */
export function drawTrouble(place, problem) {
  const { code, title, detail, errors, nearest, request } = problem;
  const remedy = h("p", { class: "remedy" });
  const field = document.getElementById(PLACES[fieldOf(problem)] ?? "");
  place.replaceChildren(h("div", { class: "trouble" },
    h("h2", {}, title ?? "Refused"),
    h("p", {}, detail),
    errors?.length > 1 && h("ul", {}, ...errors.map((one) => h("li", {}, `${one.field} ${one.reason}`))),
    names(nearest).length > 0 && h("p", {}, `Near it: ${names(nearest).join(", ")}.`),
    remedy,
    h("p", { class: "row" },
      field && h("button", { type: "button", click: () => field.focus() }, "Go to the field"),
      code && h("a", { href: `/problems/${encodeURIComponent(code)}` }, `About ${code}`),
      request && code === "internal" && h("span", { class: "hint" }, `Request ${request}`))));
  field?.setAttribute("aria-invalid", "true");
  if (code === "invalid-field" && field) remedy.remove(); // it says to look for the field, which is before the reader
  else if (code) meaning(code).then((found) => { remedy.replaceChildren(...inline(found.remedy)); }, () => remedy.remove());
}

/** @param {HTMLElement} place */
export function clearTrouble(place) {
  place.replaceChildren();
  for (const id of Object.values(PLACES)) document.getElementById(id)?.removeAttribute("aria-invalid");
}

const fieldOf = ({ field, code }) => (field ?? ABOUT[code] ?? "").split(".")[0];

const names = (nearest) => (Array.isArray(nearest) ? nearest : [nearest]).filter((one) => typeof one === "string");

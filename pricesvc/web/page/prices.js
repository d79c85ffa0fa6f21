/** All prices of a report in a table: an overview, and a second way to each of them. */

import { h } from "./dom.js";
import { figure, luxuryClass, shareWords } from "./words.js";

/**
 * @param {any[]} items
 * @param {Set<number>} doubtful
 * @param {(index: number) => void} choose
 */
export function drawPrices(items, doubtful, choose) {
  const codes = [...new Set(items.flatMap((item) => item.conversions.map((one) => one.currency)))];
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "All prices" }, h("table", { class: "prices" },
    h("caption", { class: "unseen" }, "Every price in the report"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, "Number")), h("th", { scope: "col" }, "Price"),
      ...codes.map((code) => h("th", { scope: "col", class: "figures" }, code)), h("th", { scope: "col" }, "Luxury by"))),
    h("tbody", {}, ...items.map((item, index) => h("tr", {},
      h("td", { class: "digits" }, String(index + 1)),
      h("th", { scope: "row" }, h("button", { type: "button", class: "plain", click: () => choose(index) }, item.reported.text),
        doubtful.has(index) && h("span", { class: "tag loud" }, "≠", h("span", { class: "unseen" }, " doubtful")),
        h("span", { class: "hint" }, item.goods.description ?? "of what is not told")),
      ...codes.map((code) => h("td", { class: "figures" }, amountIn(item, code))),
      h("td", { class: luxuryClass(item.luxury) }, shareWords(item)))))));
}

function amountIn(item, code) {
  const found = item.conversions.find((one) => one.currency === code);
  return found ? figure(found) : "no rate";
}

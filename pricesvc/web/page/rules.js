/** What one rule says of an item: a line to read, and behind it the reason and the law. */

import { h, link } from "./dom.js";
import { VERDICTS, dayWords, limitWords } from "./words.js";

/**
 * @param {any} verdict
 * @param {string} name of the regime
 * @param {Node | null} [picture]
 */
export function drawRule(verdict, name, picture = null) {
  const { word, sign } = VERDICTS[verdict.verdict];
  const ratio = verdict.ratio === null || verdict.verdict === "undetermined" ? "" : `${verdict.ratio} × the limit`;
  return h("details", { class: `rule ${verdict.verdict}`, "data-regime": verdict.regime },
    h("summary", {},
      h("span", { class: "who" }, h("b", {}, name), " ",
        h("span", { class: "hint" }, verdict.limit ? limitWords(verdict.limit) : verdict.title)),
      picture ?? h("span", { class: "track" }),
      h("span", { class: "said" }, h("span", { "aria-hidden": "true", class: "glyph" }, sign), ` ${word}`,
        h("span", { class: "hint" }, ratio))),
    h("div", { class: "law" },
      h("p", {}, verdict.why),
      verdict.question && h("p", {}, h("b", {}, "What would decide it: "), verdict.question),
      h("ul", { class: "cites" }, ...verdict.citations.map((cite) =>
        h("li", {}, link(cite.url, cite.title), cite.pinpoint ? `, ${cite.pinpoint}` : ""))),
      h("p", { class: "hint" }, force(verdict))));
}

function force({ rule, in_force: { since, until } }) {
  if (!since) return rule ? `Rule ${rule}.` : "";
  const end = until ? `, until before ${dayWords(until)}` : "";
  return `${rule ? `Rule ${rule}, in` : "In"} force since ${dayWords(since)}${end}.`;
}

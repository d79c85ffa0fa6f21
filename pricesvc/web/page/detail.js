/** Everything about one price: what it says, what it is worth, what it is of, and how the law sees it. */

import { rates } from "./api.js";
import { drawChecks } from "./checks.js";
import { h } from "./dom.js";
import { drawLimits } from "./limits.js";
import { drawWorth } from "./receipt.js";
import { drawRule } from "./rules.js";
import { VERDICTS, counted, figure, lawWords, luxuryClass, qualifierWords } from "./words.js";

/**
 * @typedef {object} Facts what the page knows beside the answer
 * @property {(id: string) => string} regimeName
 * @property {(id: string) => string} categoryTitle
 */

/**
 * @param {HTMLElement} place
 * @param {{items: any[], checks: any[]}} answer
 * @param {number} index
 * @param {Facts} facts
 * @param {(index: number) => void} choose
 */
export function drawDetail(place, { items, checks }, index, facts, choose) {
  const item = items[index];
  const law = h("div", { class: "against" }, ...drawLaw(item, {}, facts));
  place.replaceChildren(
    steps(items.length, index, choose),
    h("h2", { id: "detail-title", tabindex: "-1" }, item.reported.text),
    h("p", { class: `verdict ${luxuryClass(item.luxury)}` }, lawWords(item)),
    reading(item.reported),
    ...drawChecks(checks, items, index, choose),
    ...item.notes.map((note) => h("p", { class: "note" }, note)),
    part("What it is of", ...thing(item.goods, facts)),
    part("What it is worth", item.conversions.length > 0
      ? h("div", { class: "worths" }, ...item.conversions.map((one) => drawWorth(item, one)))
      : h("p", { class: "hint" }, "Converted to no currency.")),
    part("Where it stands", law),
  );
  const [first] = item.conversions;
  const compared = item.verdicts.filter(({ verdict, value }) => ["over", "under", "borderline"].includes(verdict) && !value);
  const needed = compared.map(({ limit }) => limit.currency);
  const abroad = needed.filter((code) => code !== first?.currency);
  if (!first || abroad.length === 0) return;
  law.setAttribute("aria-busy", "true");
  rates(first.currency, abroad, item.on).then((found) => law.replaceChildren(...drawLaw(item, found, facts)), () => {})
    .finally(() => law.removeAttribute("aria-busy"));
}

const part = (title, ...children) => h("section", { class: "part" }, h("h3", {}, title), ...children);

/** Which price of how many, and the way to the others. */
function steps(count, index, choose) {
  const step = (by, label, sign) => h("button", {
    type: "button", class: "step", disabled: index + by < 0 || index + by >= count, "aria-label": label,
    click: () => choose(index + by, true),
  }, sign);
  return h("div", { class: "steps" }, h("span", {}, `Price ${index + 1} of ${count}`),
    h("a", { href: "#form", class: "back" }, "Back to the report"),
    step(-1, "Previous price", "←"), step(1, "Next price", "→"));
}

/** How the words of the report were read. */
function reading(reported) {
  const others = reported.candidates.filter((code) => code !== reported.currency);
  const shown = others.slice(0, 4).join(", ") + (others.length > 4 ? ` and ${others.length - 4} more` : "");
  return h("p", { class: "reading" }, "Read as ",
    h("b", {}, `${reported.currency ?? "a currency that is not known"} ${figure(reported)}`),
    `${qualifierWords(reported.qualifier)}${reported.per ? `, per ${reported.per}` : ""}: ${reported.why}.`,
    others.length > 0 && ` Could be ${shown}.`);
}

/** The goods and the evidence for them. */
function thing(goods, { categoryTitle }) {
  const name = goods.category === "none" ? "Nothing that a luxury list knows" : goods.category && categoryTitle(goods.category);
  return [
    h("p", {}, h("b", {}, goods.description ?? "Not told"), name && ` — ${name}`,
      " ", goods.hs.length > 0 && h("span", { class: "digits hs" }, `HS ${goods.hs.join(", ")}`)),
    goods.evidence.length > 0
      ? h("ul", { class: "evidence" }, ...goods.evidence.map((one) =>
        h("li", {}, h("q", {}, one.text), " ", h("span", { class: "hint" }, one.kind))),
      h("li", { class: "hint" }, `${goods.confidence ?? "no"} confidence`))
      : h("p", { class: "hint" }, "No word near the price says what it is of."),
  ];
}

/** The limits as a picture, then the rules without one, the decided first. */
function drawLaw(item, found, { regimeName }) {
  if (item.verdicts.length === 0) return [h("p", { class: "hint" }, `${lawWords(item)}.`)];
  const rest = item.verdicts.filter(({ limit }) => limit === null);
  const groups = Object.keys(VERDICTS).map((verdict) => rest.filter((one) => one.verdict === verdict)).filter((one) => one.length);
  return [
    ...drawLimits(item, found, regimeName),
    ...groups.map((group) => h("details", { class: "group", open: group[0].verdict === "any-value" && group.length < 4 },
      h("summary", {}, h("span", { class: `glyph ${group[0].verdict}`, "aria-hidden": "true" }, VERDICTS[group[0].verdict].sign),
        ` ${groupWords(group[0].verdict, group.length)}`, h("span", { class: "hint" }, names(group, regimeName))),
      h("ul", { class: "rules" }, ...group.map((one) => h("li", {}, drawRule(one, regimeName(one.regime))))))),
  ].filter(Boolean);
}

const names = (group, regimeName) => [...new Set(group.map((one) => regimeName(one.regime)))].join(", ");

const GROUPS = {
  "any-value": ["covers it whatever it costs", "cover it whatever it costs"],
  undetermined: ["cannot decide", "cannot decide"],
  "not-listed": ["does not list it", "do not list it"],
  "not-in-force": ["not in force that day", "not in force that day"],
};

const groupWords = (verdict, count) => {
  const [one, many] = GROUPS[verdict] ?? [VERDICTS[verdict].word, VERDICTS[verdict].word];
  return `${counted(count, "rule")} ${count === 1 ? one : many}`;
};

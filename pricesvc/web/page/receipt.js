/** What a price is worth in one currency, with everything needed to work it out again. */

import { h } from "./dom.js";
import { drawHistory } from "./history.js";
import { dayWords, figure, grouped, shiftWords, sourceWords } from "./words.js";

/**
 * @param {any} item
 * @param {any} conversion
 */
export function drawWorth(item, conversion) {
  const same = conversion.legs.length === 0;
  return h("article", { class: "worth", "data-currency": conversion.currency },
    h("h4", {}, h("span", { class: "code" }, conversion.currency), " ",
      h("span", { class: "amount" }, figure(conversion)), conversion.stale && h("span", { class: "tag" }, "stale")),
    spread(conversion),
    same ? h("p", { class: "hint" }, "The currency of the report: nothing to convert.") : converted(item, conversion));
}

/** The ends of an approximation; those of a range are its figure already. */
function spread({ amount, low, high }) {
  return amount !== null && low !== null && high !== null && low !== high
    && h("p", { class: "hint" }, `Somewhere in ${grouped(low)} to ${grouped(high)}`);
}

function converted(item, conversion) {
  const { rate_date: day, source, shift, stale } = conversion;
  return [
    h("p", { class: "hint" }, `Rate of ${dayWords(day)}, ${sourceWords(source)}.`),
    shift && h("p", { class: "shift" }, h("strong", {}, shift.replaceAll("-", " ")),
      ` — not of ${dayWords(item.on)}: ${shiftWords(shift)}.${stale ? " A newer one was due." : ""}`),
    drawHistory(item.reported.currency, conversion.currency, day),
    h("details", {}, h("summary", {}, "Receipt"), receipt(item, conversion)),
  ];
}

/** The published rates as published, and the sum as the service does it: multiplied first, divided once and last. */
function receipt({ reported }, conversion) {
  return h("div", { class: "receipt" },
    h("table", {}, h("caption", { class: "unseen" }, "Published rates used"),
      h("thead", {}, h("tr", {}, ...["Published", "Day", "By"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...conversion.legs.map((leg) => h("tr", {},
        h("td", { class: "digits" }, `1 ${leg.base} = ${leg.rate} ${leg.quote}`),
        h("td", { class: "digits" }, leg.date), h("td", {}, sourceWords(leg.source)))))),
    h("p", { class: "digits sum" }, sum(reported, conversion)));
}

/**
 * "10,000,000 × 1.0771 ÷ 156.18 = USD 68,965.30"
 * @param {any} reported
 * @param {any} conversion
 */
function sum(reported, conversion) {
  const [times, over] = [[], []];
  let unit = reported.currency;
  for (const leg of conversion.legs) {
    const along = leg.base === unit;
    (along ? times : over).push(leg.rate);
    unit = along ? leg.quote : leg.base;
  }
  const signs = [...times.map((rate) => ` × ${rate}`), ...over.map((rate) => ` ÷ ${rate}`)].join("");
  const end = reported.amount ?? reported.low ?? reported.high;
  const result = reported.amount === null ? conversion.low ?? conversion.high : conversion.amount;
  return end === null || result === null ? `amount${signs}` : `${grouped(end)}${signs} = ${conversion.currency} ${grouped(result)}`;
}

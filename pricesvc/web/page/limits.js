/** A picture of where a value stands against every limit: one logarithmic scale, a row for each rule. */

import { h, s } from "./dom.js";
import { drawRule } from "./rules.js";
import { compact, logScale } from "./scale.js";
import { counted, figure } from "./words.js";

const FAR = 100;

/**
 * @param {any} item
 * @param {Record<string, {rate: string}>} rates of the day, of one unit of the first conversion's currency
 * @param {(id: string) => string} nameOf of a regime
 * @returns {Node[]}
 */
export function drawLimits(item, rates, nameOf) {
  const value = valueOf(item);
  const placed = item.verdicts.filter(({ limit }) => limit !== null)
    .map((verdict) => ({ verdict, place: value ? placeOf(verdict, item, value, rates) : null }))
    .sort((a, b) => (a.place ?? Infinity) - (b.place ?? Infinity));
  const known = placed.map(({ place }) => place).filter((place) => place !== null);
  const scale = value && known.length > 0 ? logScale([...known, value.low ?? value.high, value.high ?? value.low]) : null;
  if (placed.length === 0) return [];
  return [
    scale && head(scale, value, placed),
    h("ol", { class: "rules limits" }, ...placed.map(({ verdict, place }) =>
      h("li", {}, drawRule(verdict, nameOf(verdict.regime), scale && track(scale, value, verdict, place))))),
  ].filter(Boolean);
}

/** The value in the currency of the scale, for its pixels. */
function valueOf({ conversions: [first] }) {
  if (!first) return null;
  const [low, high] = [first.low, first.high].map((end) => (end === null ? null : Number(end)));
  return { low, high, currency: first.currency, words: `${first.currency} ${figure(first)}` };
}

/** Where a limit lies on the scale of the value: by the service's own comparison, or by the rate of the day. */
function placeOf({ limit, value, ratio }, { goods, reported }, worth, rates) {
  if (value !== null && Number(ratio) > 0 && worth.low !== null) return (worth.low * Number(limit.amount)) / Number(value.amount);
  if (limit.per !== "item" || goods.quantity !== "1" || reported.per) return null;
  const rate = limit.currency === worth.currency ? 1 : Number(rates[limit.currency]?.rate);
  return rate > 0 ? Number(limit.amount) / rate : null;
}

/** The scale itself: round values, a tick for each limit, the value. */
function head(scale, value, placed) {
  const below = placed.filter(({ verdict }) => verdict.verdict === "over").length;
  const middle = scale.at(Math.sqrt((value.low ?? value.high) * (value.high ?? value.low)));
  const side = middle > 66 ? "end" : middle < 34 ? "start" : "middle";
  return h("div", { class: "scale" },
    s("svg", { class: "axis", role: "img", "aria-label": `A logarithmic scale of ${value.currency}. ${value.words} is over ${
      counted(below, "limit")} of ${placed.length}; each is told below.` },
      s("text", { x: `${middle}%`, y: 13, "text-anchor": side, class: "here" }, value.words),
      s("svg", { x: `${middle}%`, y: 18, class: "sign" }, s("path", { d: "M-5 0h10l-5 6z", class: "pointer" })),
      ...scale.ticks.map((tick) => s("g", {},
        s("line", { x1: `${scale.at(tick)}%`, x2: `${scale.at(tick)}%`, y1: 34, y2: 40, class: "tick" }),
        s("text", { x: `${scale.at(tick)}%`, y: 53, "text-anchor": "middle", class: "round" }, compact(tick)))),
      s("line", { x1: 0, x2: "100%", y1: 34, y2: 34, class: "base" }),
      ...placed.filter(({ place }) => place !== null).map(({ verdict, place }) =>
        s("line", { x1: `${scale.at(place)}%`, x2: `${scale.at(place)}%`, y1: 26, y2: 34, class: `limit ${verdict.verdict}` })),
      ...span(scale, value, 26, 8)));
}

/** One rule's line: the way from its limit to the value, solid when it is over, dashed when it is under. */
function track(scale, value, { verdict }, place) {
  const at = place === null ? null : scale.at(place);
  const near = scale.at(verdict === "under" ? value.high ?? value.low : value.low ?? value.high);
  return s("svg", { class: "track", "aria-hidden": "true" },
    s("line", { x1: 0, x2: "100%", y1: "50%", y2: "50%", class: "base" }),
    ...span(scale, value, 0, FAR),
    at !== null && s("line", { x1: `${at}%`, x2: `${near}%`, y1: "50%", y2: "50%", class: `way ${verdict}` }),
    at !== null && s("svg", { x: `${at}%`, y: "50%", class: "sign" }, sign(verdict)));
}

/** The value over the whole height: a line, or a band where it is an interval; open ends reach the edge. */
function span(scale, { low, high }, top, height) {
  const [from, to] = [low === null ? 0 : scale.at(low), high === null ? FAR : scale.at(high)];
  const tall = height === FAR ? "100%" : height;
  const line = (x) => s("line", { x1: `${x}%`, x2: `${x}%`, y1: top, y2: height === FAR ? "100%" : top + height, class: "value" });
  return [
    to > from && s("rect", { x: `${from}%`, y: top, width: `${to - from}%`, height: tall, class: "band" }),
    low !== null && line(from),
    high !== null && to > from && line(to),
  ];
}

/** Over, under and borderline by shape, not by colour alone. */
function sign(verdict) {
  if (verdict === "over") return s("path", { d: "M-6 5L0-6 6 5z", class: "shape over" });
  if (verdict === "under") return s("path", { d: "M-6-5L0 6 6-5z", class: "shape under" });
  if (verdict !== "borderline") return s("circle", { r: 4, class: "shape open" });
  return s("g", { class: "shape borderline" }, s("circle", { r: 5.5 }), s("path", { d: "M0-5.5a5.5 5.5 0 0 0 0 11z" }));
}

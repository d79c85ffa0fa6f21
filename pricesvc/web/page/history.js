/** How a rate moved over the quarter before: a small plot, and the same in words. */

import { series } from "./api.js";
import { h, s } from "./dom.js";

const DAYS = 90;
/** Series asked for already, by question: choosing a price again costs nothing. @type {Map<string, Promise<[string, string][]>>} */
const held = new Map();

/**
 * A place that fills itself once the series is there.
 * @param {string} base
 * @param {string} symbol
 * @param {string} until
 */
export function drawHistory(base, symbol, until) {
  const figure = h("figure", { class: "history", "data-pair": `${base}/${symbol}` });
  asked(base, symbol, until).then(
    (points) => figure.replaceChildren(...(points.length > 1 ? plot(points, base, symbol) : [none(base, symbol)])),
    () => figure.replaceChildren(none(base, symbol)),
  );
  return figure;
}

function asked(base, symbol, until) {
  const from = new Date(Date.parse(`${until}T00:00:00Z`) - DAYS * 86_400_000).toISOString().slice(0, 10);
  const name = `${base} ${symbol} ${until}`;
  const found = held.get(name) ?? series(base, symbol, from, until);
  held.set(name, found);
  found.catch(() => held.delete(name));
  return found;
}

const none = (base, symbol) => h("figcaption", {}, `No history of ${base} in ${symbol} is held here.`);

/** @param {[string, string][]} points */
function plot(points, base, symbol) {
  const values = points.map(([, rate]) => Number(rate));
  const [low, high] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
  const days = points.map(([day]) => Date.parse(day));
  const [first, last] = [days[0], days.at(-1)];
  const x = (place) => 1 + ((days[place] - first) / (last - first || 1)) * 97;
  const y = (place) => 88 - ((values[place] - values[low]) / (values[high] - values[low] || 1)) * 76;
  const path = points.map((_, place) => `${place ? "L" : "M"}${x(place).toFixed(2)} ${y(place).toFixed(2)}`).join("");
  const dot = (place, name) => s("circle", { cx: `${x(place)}%`, cy: `${y(place)}%`, r: 3, class: name });
  const end = points.length - 1;
  return [
    s("svg", { class: "plot", role: "img", "aria-label": `The rate of ${base} in ${symbol} over ${DAYS} days; the figures follow.` },
      s("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", width: "100%", height: "100%" },
        s("path", { d: `${path}L${x(end).toFixed(2)} 100L${x(0).toFixed(2)} 100Z`, class: "area" }),
        s("path", { d: path, class: "line", "vector-effect": "non-scaling-stroke" })),
      dot(low, "end"), dot(high, "end"), dot(end, "now")),
    h("figcaption", {}, h("span", {}, `1 ${base} in ${symbol} over ${DAYS} days: `),
      h("span", {}, `${told(points[low])} – ${told(points[high])}`)),
  ];
}

const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "0.0065880 (13 Nov)": five digits are plenty beside a plot; the receipt has them all. */
function told([day, rate]) {
  const digits = Number(rate).toPrecision(5);
  return `${digits.includes("e") ? rate : digits} (${SHORT.format(Date.parse(day))})`;
}

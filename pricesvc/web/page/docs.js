/** The reference: the OpenAPI document as a page to read, and to try each call on. */

import { Refused, openapi } from "./api.js";
import { at, h } from "./dom.js";
import { keyField } from "./key.js";
import { drawOperation } from "./operation.js";
import { prose } from "./prose.js";
import { clearTrouble, drawTrouble } from "./trouble.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const GROUPS = { prices: "Prices", goods: "Goods", rates: "Rates", facts: "Facts", operation: "Operation" };
const keyWanted = keyField(at("key-field"), at("key"), () => load());

/**
 * Every operation of a document, in its order.
 * @param {any} doc
 */
function operations(doc) {
  return Object.entries(doc.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
}

async function load() {
  try {
    draw(await openapi());
    clearTrouble(at("trouble"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    drawTrouble(at("trouble"), error.problem);
    keyWanted(error.problem);
  }
}

function draw(doc) {
  const calls = operations(doc);
  const groups = Map.groupBy(calls, ({ tags }) => tags?.[0] ?? "other");
  at("about").replaceChildren(...prose(doc.info.description),
    h("p", { class: "hint" }, `Version ${doc.info.version}, OpenAPI ${doc.openapi}.`));
  at("contents").replaceChildren(...[...groups].map(([tag, rows]) => h("div", {},
    h("h2", { class: "small" }, GROUPS[tag] ?? tag),
    h("ul", {}, ...rows.map((call) => h("li", {}, h("a", { href: `#${call.operationId}` },
      h("span", { class: `method ${call.method}` }, call.method.toUpperCase()), h("span", {}, call.path))))))));
  at("calls").replaceChildren(...[...groups].map(([tag, rows]) => h("section", { "aria-label": GROUPS[tag] ?? tag },
    h("h2", { class: "group-title" }, GROUPS[tag] ?? tag), ...rows.map((call) => drawOperation(call, doc, keyWanted)))));
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

await load();
document.documentElement.dataset.ready = "";

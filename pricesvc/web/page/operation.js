/** One call: what it does, what it takes, a way to try it, what it answers and refuses. */

import { h } from "./dom.js";
import { inline, prose } from "./prose.js";
import { drawSchema } from "./schema.js";
import { drawTry } from "./try.js";

/**
 * @param {any} call an operation with its `path` and `method`
 * @param {any} doc
 * @param {(problem: any) => void} keyWanted
 */
export function drawOperation(call, doc, keyWanted) {
  const title = h("h3", { id: `${call.operationId}-title` },
    h("span", { class: `method ${call.method}` }, call.method.toUpperCase()), " ", h("code", {}, call.path));
  return h("article", { class: "call", id: call.operationId, "aria-labelledby": title.id },
    title,
    h("p", { class: "summary" }, call.summary),
    ...prose(call.description),
    drawTry(call, doc, keyWanted),
    ...bodies(call, doc),
    answers(call, doc),
    refusals(call));
}

/** The forms of the body that have a shape of their own. */
function bodies({ requestBody }, doc) {
  return Object.entries(requestBody?.content ?? {}).filter(([, { schema }]) => schema.$ref).map(([kind, { schema }]) =>
    h("details", { class: "shape-of" }, h("summary", {}, "The body as ", h("code", {}, kind)), drawSchema(schema, doc)));
}

function answers({ responses }, doc) {
  const { content = {} } = responses["200"];
  return h("div", {}, ...Object.entries(content).map(([kind, { schema }]) => (schema.type === "string"
    ? h("p", { class: "hint also" }, "Answers ", h("code", {}, kind), " too: ", schema.description)
    : h("details", { class: "shape-of" }, h("summary", {}, "The answer as ", h("code", {}, kind)), drawSchema(schema, doc)))));
}

/** Every refusal by its code, with the page that explains it. */
function refusals({ responses }) {
  const rows = Object.entries(responses).filter(([status]) => Number(status) >= 400).flatMap(([status, { content }]) =>
    Object.entries(content?.["application/problem+json"]?.examples ?? {})
      .map(([code, { value }]) => ({ status, code, title: value.title })));
  return h("details", { class: "shape-of" }, h("summary", {}, `Refusals (${rows.length})`),
    h("ul", { class: "refusals" }, ...rows.map(({ status, code, title }) => h("li", {},
      h("span", { class: "digits" }, status), h("a", { href: `/problems/${code}` }, code), h("span", {}, ...inline(title))))));
}

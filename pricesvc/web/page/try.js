/** The parameters of a call as a form that sends it, beginning with an example, with the command for a shell. */

import { bearer } from "./api.js";
import { asCommand } from "./curl.js";
import { h } from "./dom.js";
import { heldKey } from "./key.js";
import { examplesOf } from "./examples.js";
import { inline } from "./prose.js";
import { drawReply } from "./reply.js";
import { typeWords } from "./schema.js";
import { copy } from "./take.js";

/**
 * @param {any} call
 * @param {any} doc
 * @param {(problem: any) => void} keyWanted
 */
export function drawTry(call, doc, keyWanted) {
  const inputs = new Map((call.parameters ?? []).map((one) => [one, h("input", {
    id: `${call.operationId}-${one.in}-${one.name}`, autocomplete: "off", spellcheck: "false", required: one.required,
    "aria-describedby": `${call.operationId}-${one.in}-${one.name}-what`,
  })]));
  const kinds = Object.keys(call.requestBody?.content ?? {});
  const kind = choice(`${call.operationId}-kind`, "Body as", kinds);
  const accept = choice(`${call.operationId}-accept`, "Answer as", Object.keys(call.responses["200"].content ?? {}));
  const body = h("textarea", { rows: 6, spellcheck: "false", class: "digits", "aria-label": "Body" });
  const command = h("code");
  const [output, said] = [h("div", { class: "reply", "aria-live": "polite" }), h("span", { role: "status", class: "hint" })];
  const request = () => ({
    method: call.method.toUpperCase(), url: location.origin + target(call.path, inputs),
    headers: { Accept: accept.value() || "*/*", ...(kinds.length > 0 ? { "Content-Type": kind.value() } : {}) },
    body: kinds.length > 0 ? body.value : null,
  });
  const told = () => { command.textContent = asCommand(request(), heldKey() !== ""); };
  const fill = (example) => {
    for (const [one, input] of inputs) input.value = example.values[one.name] ?? "";
    if (example.kind) kind.choose(example.kind);
    accept.choose(kind.value());
    body.value = example.body ?? "";
    told();
  };
  kind.select.addEventListener("change", () => accept.choose(kind.value()));
  const examples = examplesOf(call);
  const submit = (event) => {
    event.preventDefault();
    send(request(), output, keyWanted);
  };
  const name = `Try ${call.method.toUpperCase()} ${call.path}`;
  const form = h("form", { class: "try", "aria-label": name, input: told, change: told, submit },
    inputs.size > 0 && h("div", { class: "params" }, ...[...inputs].map(([one, input]) => parameter(one, input, doc))),
    kinds.length > 0 && h("div", { class: "body" }, kind.node, body),
    h("pre", { class: "command", tabindex: "0", "aria-label": "The command" }, command),
    h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, "Send"), accept.node,
      h("button", { type: "button", click: () => copy(command, said) }, "Copy as curl"), said,
      examples.length > 1 && h("span", { class: "row" }, h("span", { class: "hint" }, "Examples:"), ...examples.map((one) =>
        h("button", { type: "button", class: "plain", click: () => fill(one) }, one.label)))));
  fill(examples[0] ?? { values: {} });
  return h("div", {}, form, output);
}

/** One parameter: its name, what it is, and where its value goes. */
function parameter(one, input, doc) {
  const fallback = one.schema.default;
  return h("div", { class: "param" },
    h("label", { for: input.id }, h("code", {}, one.name),
      h("span", { class: "type" }, typeWords(one.schema, doc), one.required && ", needed")),
    h("p", { class: "hint", id: `${input.id}-what` }, ...inline(one.description ?? one.schema.description ?? ""),
      fallback !== undefined && fallback !== null && fallback !== "" ? ` Left out: ${fallback}.` : ""),
    input);
}

/** A choice of media types; with one there is nothing to choose. */
function choice(id, label, options) {
  const select = h("select", { id }, ...options.map((one) => h("option", {}, one)));
  return {
    node: options.length > 1 && h("span", { class: "row choice" }, h("label", { for: id, class: "hint" }, label), select),
    select,
    value: () => select.value,
    choose: (option) => { if (options.includes(option)) select.value = option; },
  };
}

/** The path with its values, and the query without what is empty. */
function target(path, inputs) {
  const query = new URLSearchParams();
  let filled = path;
  for (const [one, input] of inputs) {
    const value = input.value.trim();
    if (one.in === "path") filled = filled.replace(`{${one.name}}`, encodeURIComponent(value));
    else if (value) query.append(one.name, value);
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

async function send({ method, url, headers, body }, output, keyWanted) {
  output.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { method, headers: { ...headers, ...bearer() }, body });
    const text = await answer.text();
    output.replaceChildren(...drawReply(answer, text));
    if (answer.status === 401) keyWanted(JSON.parse(text));
  } catch (error) {
    output.replaceChildren(h("p", { class: "trouble" }, `No answer: ${error instanceof Error ? error.message : error}`));
  } finally {
    output.removeAttribute("aria-busy");
  }
}

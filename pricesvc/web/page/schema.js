/** A shape, a level at a time: what is inside is drawn when it is opened, so that shapes within themselves end. */

import { h } from "./dom.js";
import { inline } from "./prose.js";

/**
 * What a reference stands for.
 * @param {any} schema
 * @param {any} doc
 */
function resolved(schema, doc) {
  const name = schema.$ref?.split("/").at(-1);
  return name ? doc.components.schemas[name] : schema;
}

/**
 * @param {any} schema
 * @param {any} doc
 * @returns {Node}
 */
export function drawSchema(schema, doc) {
  const options = schema.anyOf?.filter((one) => one.type !== "null");
  if (options?.length > 1) {
    return h("div", {}, ...options.map((one, place) => h("div", {}, place > 0 && h("p", { class: "hint" }, "or"), drawSchema(one, doc))));
  }
  const shape = resolved(options?.[0] ?? schema, doc);
  if (shape.type === "array" && shape.items) return drawSchema(shape.items, doc);
  if (shape.additionalProperties?.$ref) return drawSchema(shape.additionalProperties, doc);
  return h("ul", { class: "fields" }, ...Object.entries(shape.properties ?? {}).map(([name, one]) =>
    h("li", {}, field(name, one, shape.required?.includes(name), doc))));
}

function field(name, schema, required, doc) {
  const line = [h("code", { class: "name" }, name), h("span", { class: "type" }, typeWords(schema, doc)),
    required && h("span", { class: "type" }, "always"),
    schema.description && h("span", { class: "hint" }, ...inline(schema.description))];
  if (!hasInside(schema, doc)) return h("div", { class: "line" }, ...line);
  const box = h("details", {}, h("summary", { class: "line" }, ...line));
  box.addEventListener("toggle", () => { if (box.children.length < 2) box.append(drawSchema(schema, doc)); });
  return box;
}

const parts = (schema) => (schema.anyOf ?? [schema]).filter((one) => one.type !== "null");

function hasInside(schema, doc) {
  return parts(schema).some((one) => {
    const shape = resolved(one, doc);
    if (shape.type === "array") return shape.items && hasInside(shape.items, doc);
    return Boolean(shape.properties ?? shape.additionalProperties?.$ref);
  });
}

/**
 * "text", "list of text", "Conversion or null".
 * @param {any} schema
 * @param {any} doc
 * @returns {string}
 */
export function typeWords(schema, doc) {
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => typeWords(one, doc)))].join(" or ");
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.enum) return schema.enum.join(" · ");
  if (schema.type === "array") return `list of ${typeWords(schema.items ?? {}, doc)}`;
  if (schema.format === "date") return "day";
  const words = { string: "text", object: "object", boolean: "true or false", integer: "whole number", number: "number", null: "null" };
  return words[schema.type] ?? "anything";
}

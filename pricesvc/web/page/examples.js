/** The examples of a call as values for its form: the document has them as commands and as bodies. */

/**
 * @typedef {object} Filled
 * @property {string} label
 * @property {Record<string, string>} values by parameter
 * @property {string} [kind] media type of the body
 * @property {string} [body]
 */

/**
 * @param {any} call an operation with its `path`
 * @returns {Filled[]}
 */
export function examplesOf(call) {
  const bodies = new Map(Object.entries(call.requestBody?.content ?? {}).flatMap(([kind, { examples = {} }]) =>
    Object.entries(examples).map(([label, { value }]) => [label, { kind, body: written(value) }])));
  return (call["x-codeSamples"] ?? []).map(({ label, source }) => ({ label, values: valuesIn(call.path, source), ...bodies.get(label) }));
}

const written = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** The values in the URL of a command: those of the query, and those in the places of the path. */
function valuesIn(path, source) {
  const found = source.match(/https?:\/\/[^\s']+/);
  if (!found) return {};
  const url = new URL(found[0]);
  const parts = url.pathname.split("/").map(decodeURIComponent);
  const places = path.split("/").map((part, place) => [part.match(/^\{(.+)\}$/)?.[1], parts[place]]).filter(([name]) => name);
  return { ...Object.fromEntries(places), ...Object.fromEntries(url.searchParams) };
}

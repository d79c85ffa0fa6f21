/** The question as a command for a shell. */

/** Quoted for sh, whatever is in it. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * @param {string} origin of the service
 * @param {object} question the body of POST /v1/extract
 * @param {boolean} keyed whether a key is sent: the command names a variable, never the key
 */
export function asCurl(origin, question, keyed) {
  const head = ["curl", "-sS", quoted(`${origin}/v1/extract`), "-H", quoted("Content-Type: application/json")];
  const key = keyed ? ["-H", '"Authorization: Bearer $PRICESVC_KEY"'] : [];
  return [...head, ...key, "--data-binary", quoted(JSON.stringify(question))].join(" ");
}

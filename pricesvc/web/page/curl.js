/** Requests as commands for a shell. */

/** Quoted for sh, whatever is in it. @param {string} text */
const quoted = (text) => (/^[\w./:@=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/**
 * @param {{method: string, url: string, headers: Record<string, string>, body: string | null}} request
 * @param {boolean} keyed whether a key is sent: the command names a variable, never the key
 */
export function asCommand({ url, headers, body }, keyed) {
  const fields = Object.entries(headers).filter(([name, value]) => !(name === "Accept" && value === "application/json") && value !== "*/*");
  return [
    "curl", "-sS", quoted(url),
    ...fields.flatMap(([name, value]) => ["-H", quoted(`${name}: ${value}`)]),
    ...(keyed ? ["-H", '"Authorization: Bearer $PRICESVC_KEY"'] : []),
    ...(body === null ? [] : ["--data-binary", quoted(body)]),
  ].join(" ");
}

/**
 * The question of the page.
 * @param {string} origin of the service
 * @param {object} question the body of POST /v1/extract
 * @param {boolean} keyed
 */
export function asCurl(origin, question, keyed) {
  const headers = { "Content-Type": "application/json" };
  return asCommand({ method: "POST", url: `${origin}/v1/extract`, headers, body: JSON.stringify(question) }, keyed);
}

/** What came back: the status, the header fields that matter, the body. */

import { h } from "./dom.js";

const TOLD = ["content-type", "etag", "cache-control", "x-request-id", "retry-after", "ratelimit"];
/** More than anyone reads, and what a browser lays out at once. */
const MOST = 100_000;

/**
 * @param {Response} answer
 * @param {string} text
 */
export function drawReply(answer, text) {
  const head = TOLD.filter((name) => answer.headers.has(name)).map((name) => `${name}: ${answer.headers.get(name)}`).join("\n");
  const problem = (answer.headers.get("content-type") ?? "").startsWith("application/problem+json") ? JSON.parse(text) : null;
  return [
    h("p", {}, h("b", { class: answer.ok ? "fine" : "refused" }, `${answer.status} ${answer.ok ? "Answered" : "Refused"}`),
      problem && h("span", {}, `: ${problem.detail} `, h("a", { href: `/problems/${problem.code}` }, `About ${problem.code}`))),
    h("pre", { tabindex: "0", "aria-label": "Header fields", class: "head" }, head),
    h("pre", { tabindex: "0", "aria-label": "Body" }, cut(pretty(answer, text))),
  ];
}

function pretty(answer, text) {
  if (!/\bjson\b/.test((answer.headers.get("content-type") ?? "").replace("ndjson", ""))) return text;
  return JSON.stringify(JSON.parse(text), null, 2);
}

const cut = (text) => (text.length > MOST ? `${text.slice(0, MOST)}\n… ${text.length - MOST} more characters` : text);

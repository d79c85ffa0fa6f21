/** Text of the OpenAPI document as paragraphs: a blank line parts them, backticks are code, and nothing is markup. */

import { h } from "./dom.js";

/** @param {string} [text] */
export const prose = (text = "") => text.split(/\n\s*\n/).filter((part) => part.trim()).map((part) => h("p", {}, ...inline(part)));

/** @param {string} text */
export const inline = (text) =>
  text.split(/(`[^`]+`)/).filter(Boolean).map((part) => (/^`.+`$/.test(part) ? h("code", {}, part.slice(1, -1)) : part));

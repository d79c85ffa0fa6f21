/** Two values that a report gives for one thing, held against the rate of the day, where the reader trips over them. */

import { h } from "./dom.js";
import { grouped } from "./words.js";

const LOUD = ["off-by-10x", "inconsistent"];

/** Places of the items that a check contradicts. @param {any[]} checks */
export const doubtful = (checks) =>
  new Set(checks.filter(({ verdict }) => LOUD.includes(verdict)).flatMap(({ left, right }) => [left, right]));

/**
 * What the checks say of one item.
 * @param {any[]} checks
 * @param {any[]} items
 * @param {number} index
 * @param {(index: number) => void} choose
 */
export function drawChecks(checks, items, index, choose) {
  return checks.filter(({ left, right }) => left === index || right === index).map((check) => {
    const other = check.left === index ? check.right : check.left;
    const jump = h("button", { type: "button", class: "plain", click: () => choose(other) }, `price ${other + 1}`);
    const [left, right] = [check.left, check.right].map((place) => items[place].reported.text);
    return LOUD.includes(check.verdict)
      ? h("div", { class: "check loud", role: "note" }, h("h4", {}, title(check)),
        h("p", {}, `The report says that ${left} is ${right}. That day ${left} was ${check.currency} ${grouped(check.implied)}: `
          + `what it says is ${times(check.ratio)} that. ${cause(check)} See `, jump, "."))
      : h("p", { class: "check" }, `✓ Fits ${items[other].reported.text} by the rate of the day${
        check.verdict === "rounded" ? ", rounded" : ""} (`, jump, ").");
  });
}

const title = ({ verdict, ratio }) =>
  verdict === "off-by-10x" ? `≠ A conversion ${powerWords(ratio)} off` : "≠ A conversion that does not fit";

/** "ten times", "a hundred times": the power of ten nearest to a ratio, whichever way it errs. @param {string} ratio */
function powerWords(ratio) {
  const power = Math.round(Math.abs(Math.log10(Number(ratio))));
  return ["ten", "a hundred", "a thousand", "ten thousand"][power - 1]?.concat(" times") ?? "powers of ten";
}

const times = (ratio) => `${ratio.replace(/\.?0+$/, "")} times`;

const cause = ({ verdict }) =>
  verdict === "off-by-10x"
    ? "A zero too many or too few is the usual slip between languages."
    : "One of them may be of another day, rounded hard, or wrong.";

/** The question: a report, a day, currencies, lists and the writer's locale, as a person enters them. */

import { at, h } from "./dom.js";

const COMMON = ["USD", "EUR", "GBP", "JPY", "CHF", "CNY"];
const CHOSEN = ["USD", "EUR"];
const COUNTRIES = { KP: "North Korea", RU: "Russia", BY: "Belarus", SY: "Syria" };

/** Draw what can be drawn before the service has said anything. @param {() => void} changed */
export function setUpForm(changed) {
  at("currencies").replaceChildren(...COMMON.map((code) => pill(code, CHOSEN.includes(code))));
  const more = at("more");
  const add = () => {
    if (!/^[a-z]{3}$/i.test(more.value.trim())) return;
    addCurrency(more.value.trim().toUpperCase());
    more.value = "";
    changed();
  };
  more.addEventListener("change", add);
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });
  for (const id of ["currencies", "regimes", "on", "locale"]) at(id).addEventListener("change", changed);
  at("regimes").addEventListener("change", count);
  at("regimes-none").addEventListener("click", () => {
    for (const box of boxes("regimes")) box.checked = false;
    count();
    changed();
  });
}

const pill = (code, checked) => h("label", { class: "pill" }, h("input", { type: "checkbox", value: code, checked }), h("span", {}, code));

function addCurrency(code) {
  const held = boxes("currencies").find((box) => box.value === code);
  if (held) held.checked = true;
  else at("currencies").append(pill(code, true));
}

/** @returns {HTMLInputElement[]} */
const boxes = (id) => [...at(id).querySelectorAll("input[type=checkbox]")];

const checked = (id) => boxes(id).filter((box) => box.checked).map((box) => box.value);

/** Offer every currency that is in use. @param {any[]} currencies */
export function offerCurrencies(currencies) {
  at("codes").replaceChildren(...currencies.filter(({ until }) => until === null)
    .map(({ code, name }) => h("option", { value: code }, name)));
}

/** Offer the lists, by what they are against. @param {any[]} regimes */
export function offerRegimes(regimes) {
  const groups = Map.groupBy(regimes, groupName);
  at("regimes").replaceChildren(...[...groups].sort(([, a], [, b]) => b.length - a.length).map(([name, rows]) =>
    h("fieldset", {}, h("legend", {}, name), ...rows.map((row) =>
      h("label", { class: "box" }, h("input", { type: "checkbox", value: row.id }), h("span", {}, row.title.split(":")[0], ended(row)))))));
}

function groupName({ kind, target, title }) {
  if (kind === "tax") return "Taxes on luxury";
  return target.length > 0 ? `Against ${COUNTRIES[target[0]] ?? target.join(", ")}` : title;
}

const ended = ({ in_force: { until } }) => until && h("span", { class: "hint" }, ` to ${until.slice(0, 4)}`);

function count() {
  const chosen = checked("regimes").length;
  at("lists-chosen").textContent = chosen === 0 ? "all in force that day" : `${chosen} chosen`;
  at("regimes-none").hidden = chosen === 0;
}

/** The body of POST /v1/extract; what is left empty is left out. */
export function question() {
  const regimes = checked("regimes");
  const [on, locale] = [at("on").value, at("locale").value.trim()];
  return {
    text: at("text").value,
    to: checked("currencies"),
    ...(on ? { on } : {}),
    ...(regimes.length > 0 ? { regimes } : {}),
    ...(locale ? { locale } : {}),
  };
}

/** @param {{text: string, on: string}} sample */
export function fill({ text, on }) {
  at("text").value = text;
  at("on").value = on;
}

/** The page: a question goes to the service, its answer is drawn. Everything else is in the modules named here. */

import { Refused, categories, currencies, extract, regimes } from "./api.js";
import { doubtful } from "./checks.js";
import { drawDetail } from "./detail.js";
import { at, h } from "./dom.js";
import { fill, offerCurrencies, offerRegimes, question, setUpForm } from "./form.js";
import { keyField } from "./key.js";
import { drawPrices } from "./prices.js";
import { drawReport, showChosen, watchReport } from "./report.js";
import { SAMPLE } from "./sample.js";
import { drawTake } from "./take.js";
import { clearTrouble, drawTrouble } from "./trouble.js";
import { counted, dayWords, lawWords, shortName } from "./words.js";

/** @type {{answer: any, chosen: number, asking: AbortController | null, titles: Record<string, string>}} */
const state = { answer: null, chosen: 0, asking: null, titles: {} };
const facts = { regimeName: shortName, categoryTitle: (id) => state.titles[id] ?? id.replaceAll("_", " ") };
const keyWanted = keyField(at("key-field"), at("key"), () => {
  load();
  if (at("text").value.trim()) ask();
});

const NOTHING = { title: "No report yet", detail: "Paste a text with prices in it, or take the sample.", field: "text" };

/** Ask, and draw what is answered; a newer question ends one that is under way. */
async function ask({ jump = true } = {}) {
  const asked = question();
  if (!asked.text.trim()) return refuse(NOTHING);
  state.asking?.abort();
  const asking = new AbortController();
  state.asking = asking;
  document.body.setAttribute("aria-busy", "true");
  try {
    show(asked, await extract(asked, asking.signal), jump);
  } catch (error) {
    if (asking.signal.aborted) return;
    if (!(error instanceof Refused)) throw error;
    refuse(error.problem);
  } finally {
    if (state.asking === asking) document.body.removeAttribute("aria-busy");
  }
}

function refuse(problem) {
  at("status").textContent = "";
  drawTrouble(at("trouble"), problem);
  keyWanted(problem);
  at("trouble").scrollIntoView({ block: "nearest" });
}

function show(asked, answer, jump) {
  clearTrouble(at("trouble"));
  const { items, checks } = answer;
  const doubts = doubtful(checks);
  state.answer = answer;
  drawReport(at("marked"), asked.text, items, doubts, choose);
  editing(false);
  at("status").textContent = summary(items, doubts);
  at("answer").hidden = false;
  at("answer").replaceChildren(...(items.length > 0
    ? [h("h2", { class: "small" }, "All prices"), drawPrices(items, doubts, choose), drawTake(asked, answer)] : []));
  at("detail").hidden = items.length === 0;
  at("legend").hidden = items.length > 0;
  if (items.length > 0) chooseQuietly(Math.min(state.chosen, items.length - 1));
  if (jump) at("marked").focus({ preventScroll: true });
}

function summary(items, doubts) {
  if (items.length === 0) return "No price found. Prices need a currency: $5, 10 million yen, CHF 300.";
  const luxury = items.filter((item) => item.luxury).length;
  const places = [...doubts].map((place) => place + 1).sort((a, b) => a - b).join(" and ");
  const doubt = places ? ` A conversion in it is doubtful: prices ${places}.` : "";
  return `${counted(items.length, "price")} on ${dayWords(items[0].on)}, ${luxury} of luxury by some list.${doubt}`;
}

/** Show one price beside the report. */
function chooseQuietly(index, focus = false) {
  state.chosen = index;
  showChosen(at("marked"), index);
  drawDetail(at("detail"), state.answer, index, facts, choose);
  if (focus) at("detail-title").focus({ preventScroll: true });
}

/** The same when a person asked for it: on a narrow screen the detail is further down, so go there. */
function choose(index, focus = false) {
  chooseQuietly(index, focus);
  at("said").textContent = `${state.answer.items[index].reported.text}: ${lawWords(state.answer.items[index])}`;
  if (matchMedia("(max-width: 60rem)").matches) at("detail").scrollIntoView({ block: "start" });
}

/** Switch between the report as text to edit and the report with its prices marked. */
function editing(on) {
  at("text").hidden = !on;
  at("marked").hidden = on;
  at("edit").hidden = on;
  if (on) at("text").focus();
}

/** What the page offers, as far as the service tells it; the page works without. */
async function load() {
  const [money, lists, kinds] = await Promise.allSettled([currencies(), regimes(), categories()]);
  if (money.status === "fulfilled") offerCurrencies(money.value);
  if (lists.status === "fulfilled") offerRegimes(lists.value);
  if (kinds.status === "fulfilled") state.titles = Object.fromEntries(kinds.value.map(({ id, title }) => [id, title]));
  if (lists.status === "rejected" && lists.reason instanceof Refused) refuse(lists.reason.problem);
  else clearTrouble(at("trouble"));
}

setUpForm(() => { if (state.answer && !at("marked").hidden) ask({ jump: false }); });
watchReport(at("marked"));
at("form").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
at("edit").addEventListener("click", () => editing(true));
at("sample").addEventListener("click", () => { state.chosen = 0; fill(SAMPLE); ask(); });
await load();
document.documentElement.dataset.ready = "";

/** How the page says what the service answers. Amounts are text and stay text. */

/**
 * "10000000.50" as "10,000,000.50", digit by digit: no amount ever becomes a Number.
 * @param {string} amount
 */
export function grouped(amount) {
  const [whole, part] = amount.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? spaced : `${spaced}.${part}`;
}

/**
 * An amount or an interval: "1,200", "1,000 to 1,400", "1,000 or more", "up to 90".
 * @param {{amount: string | null, low: string | null, high: string | null}} value
 */
export function figure({ amount, low, high }) {
  if (low === null && high !== null) return `up to ${grouped(high)}`;
  if (high === null && low !== null) return `${grouped(low)} or more`;
  if (amount !== null) return grouped(amount);
  return low === null ? "not known" : `${grouped(low)} to ${grouped(high)}`;
}

const NAMES = { dprk: "DPRK", russia: "Russia", belarus: "Belarus", syria: "Syria", wa: "Washington", tcs: "TCS" };

/** A short name for a list: `eu-dprk` as "EU DPRK". @param {string} id */
export function shortName(id) {
  const [head, ...rest] = id.split("-");
  return [head.length <= 3 ? head.toUpperCase() : head, ...rest.map((word) => NAMES[word] ?? word)].join(" ");
}

/** What each verdict is called, its sign, and its place in the order of weight. */
export const VERDICTS = {
  over: { word: "Over", sign: "▲", rank: 0 },
  borderline: { word: "Borderline", sign: "◐", rank: 1 },
  under: { word: "Under", sign: "▽", rank: 2 },
  "any-value": { word: "Any value", sign: "◆", rank: 3 },
  undetermined: { word: "Undecided", sign: "?", rank: 4 },
  "not-listed": { word: "Not listed", sign: "–", rank: 5 },
  "not-in-force": { word: "Not in force", sign: "–", rank: 6 },
};

/** @typedef {{luxury: boolean | null, verdicts: {regime: string, verdict: string}[]}} Judged */

/** How many lists were asked, and how many say luxury. @param {Judged} item */
function share({ verdicts }) {
  const names = (rows) => new Set(rows.map((one) => one.regime)).size;
  return [names(verdicts.filter(({ verdict }) => verdict === "over" || verdict === "any-value")), names(verdicts)];
}

/** What the lists say of an item, in one line. @param {Judged} item */
export function lawWords(item) {
  const [hits, asked] = share(item);
  if (asked === 0) return item.luxury === false ? "No list covers it" : "Judged by no list";
  if (item.luxury) return `Luxury by ${hits} of ${counted(asked, "list")}`;
  return item.luxury === false ? `Not luxury by ${counted(asked, "list")}` : `Undecided by ${counted(asked, "list")}`;
}

/** The same as a cell of a table. @param {Judged} item */
export function shareWords(item) {
  const [hits, asked] = share(item); // no list asked of a thing that is not known: open, not "none"
  return item.luxury === false ? "none" : item.luxury ? `${hits} of ${asked}` : "undecided";
}

/** The class of `luxury`: yes, no, or open. @param {boolean | null} luxury */
export const luxuryClass = (luxury) => ({ true: "yes", false: "no" })[String(luxury)] ?? "open";

const SHIFTS = {
  weekend: "no rates are published at weekends, so the last before it counts",
  holiday: "the publisher was closed that day, so its last rate before counts",
  "not-yet-published": "no newer rate is out or held here, so the last one counts",
  "not-held": "the rate of that day is missing here, so one of a few days before stands in",
  suspended: "the publisher left the currency out, so its last rate stands in",
  period: "the publisher’s rate is in force for a whole period",
  basis: "the purpose asked for prescribes the rate of another day",
};

/** Why a rate is not of the day asked for. @param {string} shift */
export const shiftWords = (shift) => SHIFTS[shift] ?? shift.replaceAll("-", " ");

const QUALIFIERS = {
  exact: "", about: ", an approximation", nearly: ", nearly that", over: ", more than that", at_least: ", at least that",
  under: ", less than that", up_to: ", that at most", range: ", a range",
};

/** What follows the figure: nothing for one that is exact. @param {string} qualifier */
export const qualifierWords = (qualifier) => QUALIFIERS[qualifier] ?? `, ${qualifier}`;

const COMPARATORS = { ">": "over", ">=": "from", "<": "under", "<=": "up to" };

/**
 * "over EUR 300 per item".
 * @param {{amount: string, currency: string, comparator: string, per: string}} limit
 */
export function limitWords({ amount, currency, comparator, per }) {
  return `${COMPARATORS[comparator] ?? comparator} ${currency} ${grouped(amount)} per ${per}`;
}

const SOURCES = {
  ecb: "ECB", frankfurter: "Frankfurter", currency_api: "currency-api", hmrc: "HMRC", us_treasury: "US Treasury",
  un: "UN Treasury", law: "fixed by law", peg: "pegged by law", identity: "the same currency",
};

/** @param {string} source */
export const sourceWords = (source) => SOURCES[source] ?? source.replaceAll("_", " ");

const LONG = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "2023-12-07" as "7 December 2023". @param {string} day */
export const dayWords = (day) => LONG.format(new Date(`${day}T00:00:00Z`));

/**
 * A number of things in words: "1 price", "2 prices".
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** How the page says what the service answers. Amounts are text and stay text. */

/**
 * "10000000.50" as "10,000,000.50", digit by digit: no amount ever becomes a Number.
 * @param {string | null} amount
 */
export function grouped(amount) {
  if (amount === null || amount === undefined) return "…";
  const [whole, part] = amount.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? spaced : `${spaced}.${part}`;
}

/**
 * "USD 1,200" or "USD 1,000 to 1,400" or "USD 1,000 or more".
 * @param {string} currency
 * @param {{amount: string | null, low?: string | null, high?: string | null}} value
 */
export function worth(currency, { amount, low = null, high = null }) {
  if (amount !== null) return `${currency} ${grouped(amount)}`;
  if (high === null) return `${currency} ${grouped(low)} or more`;
  if (low === null) return `${currency} ${grouped(high)} or less`;
  return `${currency} ${grouped(low)} to ${grouped(high)}`;
}

const NAMES = { dprk: "DPRK", russia: "Russia", belarus: "Belarus", syria: "Syria", wa: "Washington" };

/**
 * A short name for a list: `eu-dprk` as "EU DPRK".
 * @param {string} id
 */
export function shortName(id) {
  const [head, ...rest] = id.split("-");
  return [head.length <= 3 ? head.toUpperCase() : head, ...rest.map((word) => NAMES[word] ?? word)].join(" ");
}

/** What each verdict is called, its sign, and its place in the order of weight. */
export const VERDICTS = {
  over: { word: "Over", sign: "▲", rank: 0 },
  "any-value": { word: "Any value", sign: "◆", rank: 1 },
  borderline: { word: "Borderline", sign: "◐", rank: 2 },
  undetermined: { word: "Undecided", sign: "?", rank: 3 },
  under: { word: "Under", sign: "▽", rank: 4 },
  "not-listed": { word: "Not listed", sign: "–", rank: 5 },
  "not-in-force": { word: "Not in force", sign: "–", rank: 6 },
};

const SHIFTS = {
  weekend: "no rates are published at weekends, so the last before it counts",
  holiday: "a bank holiday without rates, so the last before it counts",
  "not-yet-published": "the rate of the day is not published yet, so the last one counts",
  suspended: "the publisher had stopped quoting the currency",
  "before-history": "the publisher had no rates yet that day",
};

/**
 * Why a rate is not of the day asked for.
 * @param {string} shift
 */
export function shiftWords(shift) {
  return SHIFTS[shift] ?? shift.replaceAll("-", " ");
}

const QUALIFIERS = {
  exact: "as stated", about: "about", nearly: "nearly", over: "more than", at_least: "at least", under: "less than",
  up_to: "up to", range: "a range",
};

/** @param {string} qualifier */
export function qualifierWords(qualifier) {
  return QUALIFIERS[qualifier] ?? qualifier;
}

const COMPARATORS = { ">": "more than", ">=": "at least", "<": "less than", "<=": "at most" };

/**
 * "more than EUR 300 per item".
 * @param {{amount: string, currency: string, comparator: string, per: string}} limit
 */
export function limitWords(limit) {
  return `${COMPARATORS[limit.comparator] ?? limit.comparator} ${limit.currency} ${grouped(limit.amount)} per ${limit.per}`;
}

/**
 * A number of things in words: "1 price", "2 prices".
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

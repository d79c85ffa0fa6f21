/** The answer as a table for a spreadsheet; columns are named as those of the service's own tables, and say the same. */

/** Of several verdicts of one list, the first of these words is the list's, as in the service's own tables. */
const STRENGTH = ["over", "any-value", "borderline", "undetermined", "under", "not-in-force", "not-listed"];

const FRONT = [
  "id", "start", "end", "text", "reported_amount", "reported_currency", "low", "high", "qualifier", "description", "category", "on",
];

/**
 * @param {{items: any[], checks: any[]}} answer
 * @returns {string} RFC 4180, a line an item
 */
export function asCsv({ items, checks }) {
  const rows = items.map((item, index) => row(item, checks.filter(({ left, right }) => left === index || right === index)));
  const names = new Set(rows.flatMap((one) => Object.keys(one)));
  const inOrder = (head) => [...names].filter((name) => name.startsWith(head)).sort();
  const columns = [...FRONT, ...[...names].filter((name) => name.startsWith("amount_")), "rate_date", "rate_source",
    ...inOrder("verdict_"), "luxury", "checks"];
  return [columns, ...rows.map((one) => columns.map((name) => one[name] ?? ""))].map(line).join("");
}

function row({ id, reported, goods, on, conversions, verdicts, luxury }, checks) {
  const found = {
    id, on, start: reported.start, end: reported.end, text: reported.text, reported_amount: reported.amount,
    reported_currency: reported.currency, low: reported.low, high: reported.high, qualifier: reported.qualifier,
    description: goods.description, category: goods.category, luxury, checks: checks.map(({ verdict }) => verdict).join(" "),
  };
  for (const one of conversions) found[`amount_${one.currency.toLowerCase()}`] = one.amount;
  const shown = conversions.find(({ legs }) => legs.length) ?? conversions.find(({ source }) => source);
  if (shown) Object.assign(found, { rate_date: shown.rate_date, rate_source: shown.source });
  for (const { regime, verdict } of verdicts) {
    const name = `verdict_${regime.replaceAll("-", "_")}`;
    const said = name in found ? [found[name], verdict] : [verdict];
    found[name] = STRENGTH.find((word) => said.includes(word));
  }
  return found;
}

const line = (cells) => `${cells.map(cell).join(",")}\r\n`;

/** A cell; one that a spreadsheet would run as a formula is kept as the text it is. */
function cell(value) {
  const text = /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A logarithmic scale. Numbers here place pixels and are never shown as amounts. */

/**
 * @typedef {object} Scale
 * @property {(value: number) => number} at the place of a value, in percent of the width
 * @property {number[]} ticks round values to label
 */

/**
 * A scale that holds every value given, with air on both sides.
 * @param {number[]} values
 * @returns {Scale | null} null without a positive value
 */
export function logScale(values) {
  const held = values.filter((value) => Number.isFinite(value) && value > 0).map(Math.log10);
  if (held.length === 0) return null;
  const middle = (Math.min(...held) + Math.max(...held)) / 2;
  const reach = Math.max((Math.max(...held) - Math.min(...held)) / 2 + 0.18, 0.6);
  const [low, high] = [middle - reach, middle + reach];
  const at = (value) => Math.min(100, Math.max(0, ((Math.log10(value) - low) / (high - low)) * 100));
  return { at, ticks: ticksBetween(low, high) };
}

/** Powers of ten, or 1-2-5 steps where there are few of them. */
function ticksBetween(low, high) {
  const wide = Math.max(1, Math.ceil((high - low) / 4));
  const found = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) {
    const steps = high - low < 1.6 ? [1, 2, 5] : [1];
    if (power % wide === 0) found.push(...steps.map((step) => step * 10 ** power));
  }
  return found.filter((value) => Math.log10(value) > low + 0.03 && Math.log10(value) < high - 0.03);
}

const UNITS = [[1e12, "tn"], [1e9, "bn"], [1e6, "M"], [1e3, "k"]];

/** A round value in few signs: 2000 as "2k". @param {number} value */
export function compact(value) {
  const [size, sign] = UNITS.find(([least]) => value >= least * 0.999) ?? [1, ""];
  return `${Number((value / size).toPrecision(2))}${sign}`;
}

/** Spans of a text. The service counts characters (code points); JavaScript counts UTF-16 units, which differ. */

/** @typedef {{start: number, end: number}} Span */

/**
 * Spans in characters as spans in UTF-16 units.
 * @template {Span} S
 * @param {string} text
 * @param {S[]} spans
 * @returns {S[]}
 */
export function inUnits(text, spans) {
  const units = [];
  let unit = 0;
  for (const character of text) {
    units.push(unit);
    unit += character.length;
  }
  units.push(unit);
  return spans.map((span) => ({ ...span, start: units[span.start] ?? unit, end: units[span.end] ?? unit }));
}

/**
 * A text cut wherever a span begins or ends, each piece with the spans over it.
 * @template {Span} S
 * @param {string} text
 * @param {S[]} spans in UTF-16 units
 * @returns {{text: string, over: S[]}[]}
 */
export function pieces(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const waiting = spans.toSorted((a, b) => b.start - a.start);
  let over = [];
  return cuts.slice(1).map((end, place) => {
    const start = cuts[place];
    over = over.filter((span) => span.end > start);
    while (waiting.length > 0 && waiting.at(-1).start <= start) over.push(waiting.pop());
    return { text: text.slice(start, end), over: [...over] };
  });
}

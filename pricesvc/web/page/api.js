/** Asking the service. Refusals arrive as problem documents and leave as `Refused`. */

let key = "";

/**
 * The key to send with each question; held in memory only.
 * @param {string} given
 */
export function useKey(given) {
  key = given.trim();
}

/** A refusal, with its problem document. */
export class Refused extends Error {
  /** @param {Record<string, any>} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function asked(path, init = {}) {
  const headers = { Accept: "application/json", ...init.headers, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
  let answer;
  try {
    answer = await fetch(path, { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused({ title: "The service does not answer", detail: "Check the connection, then try again.", code: "offline" });
  }
  const body = await answer.json().catch(() => ({ title: "The answer is not JSON", detail: `Status ${answer.status}.` }));
  if (!answer.ok) throw new Refused({ ...body, request: answer.headers.get("x-request-id") });
  return body;
}

/**
 * Every price in a report.
 * @param {object} question the body of POST /v1/extract
 * @param {AbortSignal} signal
 */
export function extract(question, signal) {
  const headers = { "Content-Type": "application/json" };
  return asked("/v1/extract", { method: "POST", headers, body: JSON.stringify(question), signal });
}

/** @returns {Promise<any[]>} */
export const regimes = async () => (await asked("/v1/regimes")).regimes;

/** @returns {Promise<any[]>} */
export const currencies = async () => (await asked("/v1/currencies")).currencies;

/** @returns {Promise<any[]>} */
export const categories = async () => (await asked("/v1/categories")).categories;

/** What a refusal means and its mend. @param {string} code */
export const meaning = (code) => asked(`/problems/${encodeURIComponent(code)}`);

/**
 * Rates of a day.
 * @param {string} base
 * @param {string[]} symbols
 * @param {string} on
 */
export function rates(base, symbols, on) {
  return asked(`/v1/rates?${new URLSearchParams({ base, symbols: symbols.join(","), on })}`);
}

/**
 * Rates over the days before one.
 * @param {string} base
 * @param {string} symbol
 * @param {string} from
 * @param {string} until
 * @returns {Promise<[string, string][]>} day and rate
 */
export async function series(base, symbol, from, until) {
  const query = new URLSearchParams({ base, symbols: symbol, from, until });
  const { rates: found } = await asked(`/v1/rates?${query}`);
  return Object.entries(found).filter(([, row]) => symbol in row).map(([day, row]) => [day, row[symbol]]);
}

/** The OpenAPI document. */
export const openapi = () => asked("/openapi.json");

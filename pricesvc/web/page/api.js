/** Asking the service. Refusals arrive as problem documents and leave as `Refused`. */

import { heldKey } from "./key.js";

/** A refusal, with its problem document. */
export class Refused extends Error {
  /** @param {Record<string, any>} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** The header that carries the key, where there is one. */
export const bearer = () => (heldKey() ? { Authorization: `Bearer ${heldKey()}` } : {});

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function asked(path, init = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...init, headers: { Accept: "application/json", ...init.headers, ...bearer() } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refused({ title: "The service does not answer", detail: "Check the connection, then try again." });
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

/** What a refusal means and its remedy. @param {string} code */
export const meaning = (code) => asked(`/problems/${encodeURIComponent(code)}`);

/** The OpenAPI document. */
export const openapi = () => asked("/openapi.json");

/**
 * What one unit of a currency was in others on a day.
 * @param {string} base
 * @param {string[]} symbols
 * @param {string} on
 * @returns {Promise<Record<string, {rate: string}>>}
 */
export async function rates(base, symbols, on) {
  return (await asked(`/v1/rates?${new URLSearchParams({ base, symbols: [...new Set(symbols)].join(","), on })}`)).rates;
}

/**
 * Rates over the days up to one.
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

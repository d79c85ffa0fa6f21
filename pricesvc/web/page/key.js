/** The caller's key, where the operator set keys: kept for this tab only, and sent as a bearer token. */

const PLACE = "pricesvc.key";

/** @returns {string} the key, or "" */
export const heldKey = () => sessionStorage.getItem(PLACE) ?? "";

/** @param {string} key an empty one forgets */
function holdKey(key) {
  const given = key.trim();
  if (given) sessionStorage.setItem(PLACE, given);
  else sessionStorage.removeItem(PLACE);
}

/**
 * Let a field of the page be where the key is entered.
 * @param {HTMLElement} box hidden until the service asks for a key
 * @param {HTMLInputElement} input
 * @param {() => void} retry what to do when there is another key
 * @returns {(problem: Record<string, any>) => void} to be told of each refusal: shows the field when a key is wanted
 */
export function keyField(box, input, retry) {
  input.value = heldKey();
  box.hidden = !input.value;
  box.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    holdKey(input.value);
    retry();
  });
  return (problem) => {
    if (problem.code !== "unauthorized") return;
    box.hidden = false;
    input.focus();
  };
}

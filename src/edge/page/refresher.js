// Decides when which lists are loaded again.

/** @typedef {import('./api.js').ApiError} ApiError */

const RETRY_MS = 3_000;
/** Events that come together cause one refresh. */
const SETTLE_MS = 60;
const SHORTEST_PAUSE_MS = 500;

/**
 * Returns a function that loads lists again soon. Calls that come close together cause one load,
 * calls during a load cause the next one, and a list that could not be loaded is tried again.
 *
 * @template {string} Name
 * @param {(name: Name) => Promise<ApiError | undefined>} load resolves with the reason if it failed
 * @param {(error: ApiError | undefined) => void} onLoaded called after each load, with the first
 *   error
 * @returns {(names: readonly Name[], delayMs?: number) => void}
 */
export function createRefresher(load, onLoaded) {
  /** @type {Set<Name>} */
  const due = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isLoading = false;

  /** @type {(names: readonly Name[], delayMs?: number) => void} */
  const refresh = (names, delayMs = SETTLE_MS) => {
    for (const name of names) due.add(name);
    if (!isLoading) timer ??= setTimeout(loadDue, delayMs);
  };

  async function loadDue() {
    timer = undefined;
    isLoading = true;
    const names = [...due];
    due.clear();
    try {
      const errors = await Promise.all(names.map(load));
      isLoading = false;
      const failed = names.filter((_, index) => errors[index]);
      onLoaded(errors.find(Boolean));
      if (failed.length > 0) refresh(failed, RETRY_MS);
      else if (due.size > 0) refresh([], SHORTEST_PAUSE_MS);
    } catch (error) {
      // An answer that nobody expected must not be the last one that is asked for.
      isLoading = false;
      console.error(error);
      refresh(names, RETRY_MS);
    }
  }

  return refresh;
}

/** How many nonces of a key are remembered: all of them would fill the memory of a long run. */
const REMEMBERED = 200_000;

/** The nonces that tokens carried already. None is good twice, whatever it was for. */
export class Nonces {
  readonly #byKey = new Map<string, Set<string>>();

  /** Takes a nonce, or returns false if it was taken before. */
  take(accessKey: string, nonce: string): boolean {
    let used = this.#byKey.get(accessKey);
    if (!used) this.#byKey.set(accessKey, (used = new Set()));
    if (used.has(nonce)) return false;
    used.add(nonce);
    if (used.size > REMEMBERED) {
      const [oldest = ''] = used;
      used.delete(oldest);
    }
    return true;
  }
}

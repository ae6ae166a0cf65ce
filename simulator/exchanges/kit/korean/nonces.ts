/** How many nonces of a key are kept. Keeping all would fill the memory in a long run. */
const REMEMBERED = 200_000;

/** The nonces that tokens have used. None may be used again, for whatever request. */
export class Nonces {
  readonly #byKey = new Map<string, Set<string>>();

  /** Records a nonce. Returns whether it is new. */
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

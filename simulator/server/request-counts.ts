/** How often each API key made each call, by "METHOD path", since the venue was started. */
export class RequestCounts {
  readonly #byAccount = new Map<string, Map<string, number>>();

  add(apiKey: string, name: string): void {
    let counts = this.#byAccount.get(apiKey);
    if (!counts) this.#byAccount.set(apiKey, (counts = new Map<string, number>()));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  of(apiKey: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byAccount.get(apiKey) ?? []);
  }
}

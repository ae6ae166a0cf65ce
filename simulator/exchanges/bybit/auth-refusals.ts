/** Logins to the private stream that are refused although nothing is wrong with them, by account. */
export class AuthRefusals {
  readonly #left = new Map<string, number>();

  /** Refuses an account's next logins. */
  add(apiKey: string, times: number): void {
    this.#left.set(apiKey, times);
  }

  /** Tells whether this login is to be refused, counting it. */
  take(apiKey: string): boolean {
    const left = this.#left.get(apiKey) ?? 0;
    if (left > 0) this.#left.set(apiKey, left - 1);
    return left > 0;
  }

  /** Returns how many are still to be refused. */
  left(apiKey: string): number {
    return this.#left.get(apiKey) ?? 0;
  }
}

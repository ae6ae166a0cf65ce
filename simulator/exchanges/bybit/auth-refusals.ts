/** How many logins to the private stream are refused although they are right, by account. */
export class AuthRefusals {
  readonly #left = new Map<string, number>();

  /** Refuses an account's next logins. */
  add(apiKey: string, times: number): void {
    this.#left.set(apiKey, times);
  }

  /** Returns whether this login is to be refused, and counts it. */
  take(apiKey: string): boolean {
    const left = this.#left.get(apiKey) ?? 0;
    if (left > 0) this.#left.set(apiKey, left - 1);
    return left > 0;
  }

  /** Returns how many logins are still to be refused. */
  left(apiKey: string): number {
    return this.#left.get(apiKey) ?? 0;
  }
}

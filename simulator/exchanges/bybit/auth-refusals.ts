/** How many valid logins to the private stream are still to be refused, by account. */
export class AuthRefusals {
  readonly #left = new Map<string, number>();

  /** Sets how many of an account's next logins are refused. */
  add(apiKey: string, times: number): void {
    this.#left.set(apiKey, times);
  }

  /** Returns whether to refuse this login, and counts it. */
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

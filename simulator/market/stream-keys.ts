import { randomBytes } from 'node:crypto';

export interface StreamKey {
  readonly apiKey: string;
  readonly key: string;
  readonly expiresAt: number;
}

/** The keys that open a private stream when its address contains them: one for each account. */
export class StreamKeys {
  readonly #byKey = new Map<string, StreamKey>();
  readonly #byAccount = new Map<string, StreamKey>();

  constructor(readonly lifetimeMs: number) {}

  /** Returns the account's key with a new lifetime, or a new key. */
  issue(apiKey: string, now: number): StreamKey {
    const key = this.current(apiKey, now)?.key ?? randomBytes(32).toString('hex');
    return this.restore({ apiKey, key, expiresAt: now + this.lifetimeMs });
  }

  /** Returns the account's key while it is alive. */
  current(apiKey: string, now: number): StreamKey | undefined {
    const key = this.#byAccount.get(apiKey);
    return key && key.expiresAt > now ? key : undefined;
  }

  find(key: string, now: number): StreamKey | undefined {
    const found = this.#byKey.get(key);
    return found && found.expiresAt > now ? found : undefined;
  }

  remove(key: StreamKey): void {
    this.#byKey.delete(key.key);
    this.#byAccount.delete(key.apiKey);
  }

  /** Removes and returns the expired keys. */
  takeExpired(now: number): StreamKey[] {
    const expired = [...this.#byKey.values()].filter((key) => key.expiresAt <= now);
    for (const key of expired) this.remove(key);
    return expired;
  }

  all(): StreamKey[] {
    return [...this.#byKey.values()];
  }

  restore(key: StreamKey): StreamKey {
    this.#byKey.set(key.key, key);
    this.#byAccount.set(key.apiKey, key);
    return key;
  }
}

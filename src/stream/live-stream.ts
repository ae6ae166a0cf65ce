import type { StreamConnection } from '../exchange/exchange.js';
import type { MarketSymbol } from '../domain/symbol.js';
import type { Replacement, StreamState } from './next-step.js';

/** One open connection of an account, with what its holder knows about it. */
export class LiveStream implements StreamState {
  lost: string | null = null;
  unfit: Replacement | null = null;
  renewAt: number;
  readonly endsAt: number;
  readonly openedAt = Date.now();
  #counted = 0;

  /**
   * @param covered the markets that it was opened for; `null` if it covers the whole account
   * @param onLost called once, when the connection is lost
   */
  constructor(
    readonly connection: StreamConnection,
    public covered: readonly MarketSymbol[] | null,
    timing: { renewIntervalMs: number; longestLifeMs: number },
    onLost: () => void,
  ) {
    this.renewAt = this.openedAt + timing.renewIntervalMs;
    this.endsAt = this.openedAt + timing.longestLifeMs;
    void connection.closed.then((reason) => {
      this.lost = reason;
      onLost();
    });
  }

  get isExtendable(): boolean {
    return this.connection.renew !== undefined;
  }

  /** The time since the last frame of any kind. */
  get silentMs(): number {
    return Math.max(Date.now() - this.connection.lastFrameAt(), 0);
  }

  /** Returns how many messages have come since the last call. */
  takeMessages(): number {
    const all = this.connection.messages();
    const news = all - this.#counted;
    this.#counted = all;
    return news;
  }

  /**
   * Makes the connection cover these markets from now on.
   *
   * @throws Error when the exchange does not accept them, or the connection has ended
   */
  async cover(markets: readonly MarketSymbol[]): Promise<void> {
    const { connection } = this;
    if (!connection.cover) throw new Error('the connection takes no new list of markets');
    const gone = connection.closed.then((reason) => Promise.reject(new Error(reason)));
    await Promise.race([connection.cover(markets), gone]);
    this.covered = markets;
  }

  /** Extends the connection's life by this interval from now. @throws Error when that fails */
  async extend(intervalMs: number): Promise<void> {
    await this.connection.renew?.();
    this.renewAt = Date.now() + intervalMs;
  }
}

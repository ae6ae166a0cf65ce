import type { MarketSymbol } from '../../../domain/symbol.js';
import type { StreamHandlers } from '../../exchange.js';
import { idOfSymbol } from './market-ids.js';
import type { KoreanMarkets } from './markets.js';
import type { Subscriber } from './subscriber.js';

/** How soon markets are looked for again that are not listed. They may be new. */
const LOOK_AGAIN_MS = 15_000;

/**
 * The markets that a stream is subscribed to. A single unknown code would make the exchange refuse
 * the whole list, so markets that are not listed are left out, which is reported, and subscribed to
 * once they are listed.
 */
export class CoveredMarkets {
  #wanted: readonly MarketSymbol[] = [];
  #again: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #told = new Set<MarketSymbol>();

  constructor(
    private readonly exchange: string,
    private readonly markets: Pick<KoreanMarkets, 'listed'>,
    private readonly handlers: Pick<StreamHandlers, 'onUnreadable'>,
    private readonly subscriber: Pick<Subscriber, 'subscribe'>,
  ) {}

  /** Resolves when the list has been sent, or when the connection has ended. */
  async cover(symbols: readonly MarketSymbol[]): Promise<void> {
    this.#wanted = symbols;
    clearTimeout(this.#again);
    const listed = await this.markets.listed(symbols);
    if (this.#wanted !== symbols) return;
    if (listed.length < symbols.length) this.#leaveOut(symbols, listed);
    // An empty list would mean all markets. In that case the previous list stays, which does no
    // harm.
    if (listed.length > 0) await this.subscriber.subscribe(listed.map(idOfSymbol));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#again);
  }

  #leaveOut(symbols: readonly MarketSymbol[], listed: readonly MarketSymbol[]): void {
    for (const symbol of symbols) {
      if (listed.includes(symbol) || this.#told.has(symbol)) continue;
      this.#told.add(symbol);
      this.handlers.onUnreadable(
        `${this.exchange}: ${symbol} is not listed, so its orders are followed by REST alone`,
      );
    }
    if (this.#isStopped) return;
    this.#again = setTimeout(() => void this.cover(this.#wanted), LOOK_AGAIN_MS).unref();
  }
}

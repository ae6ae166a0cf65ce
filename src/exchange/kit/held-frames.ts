import type { MarketSymbol } from '../../domain/symbol.js';
import type { StreamHandlers } from '../exchange.js';
import { ExchangeFailure } from '../failure.js';
import type { KeptListing, SymbolOf } from './kept-listing.js';

/** How often the listing is asked for before held frames are given up; seconds lie in between. */
const MOST_LOOKS = 6;
/** Frames of one market. Whatever is beyond is found by the comparisons by REST. */
const MOST_HELD = 1_000;

/**
 * Frames of markets that the listing does not have, which may be new. They wait until it has been
 * asked for again, and are then read in order. Frames of other markets do not wait for them.
 */
export class HeldFrames<F> {
  readonly #held = new Map<string, F[]>();
  readonly #told = new Set<string>();

  /** @param read reads a frame whose market is listed by now */
  constructor(
    private readonly exchange: string,
    private readonly markets: Pick<KeptListing, 'symbolOf' | 'isOther' | 'find' | 'tellOnce'>,
    private readonly handlers: Pick<StreamHandlers, 'onUnreadable'>,
    private readonly read: (frame: F) => void,
  ) {}

  /** Finds a market for reading a frame. Unknown while earlier frames of the market are held. */
  readonly symbolOf: SymbolOf = (id) =>
    this.#held.has(id) ? undefined : this.markets.symbolOf(id);

  /** Reads a frame about one market, and holds it if that is not known. */
  readOrHold<T>(frame: F, read: (symbolOf: SymbolOf) => T): T {
    let missing: string | undefined;
    const result = read((id) => {
      const symbol = this.symbolOf(id);
      if (symbol === undefined) missing = id;
      return symbol;
    });
    if (missing !== undefined) this.hold(missing, frame);
    return result;
  }

  /** Takes a frame whose market {@link symbolOf} did not know. */
  hold(id: string, frame: F): void {
    const held = this.#held.get(id);
    if (held) {
      if (held.length < MOST_HELD) held.push(frame);
      return;
    }
    if (this.markets.isOther(id)) {
      this.markets.tellOnce(
        `${this.exchange} stream: orders in ${id} are not tracked: it is no market here`,
      );
      return;
    }
    this.#held.set(id, [frame]);
    void this.#release(id);
  }

  async #release(id: string): Promise<void> {
    const symbol = await this.#find(id);
    const frames = this.#held.get(id) ?? [];
    this.#held.delete(id);
    if (symbol !== undefined) for (const frame of frames) this.read(frame);
    else if (!this.markets.isOther(id)) this.#tell(id);
  }

  async #find(id: string): Promise<MarketSymbol | undefined> {
    for (let look = 1; look <= MOST_LOOKS; look += 1) {
      try {
        return await this.markets.find(id);
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error;
      }
    }
    return undefined;
  }

  #tell(id: string): void {
    if (this.#told.has(id)) return;
    this.#told.add(id);
    this.handlers.onUnreadable(
      `${this.exchange}: ${id} is not listed, so messages about orders there are left out`,
    );
  }
}

import { Decimal, floorTo } from '../decimal.js';
import { tickAt, type Instrument } from '../model.js';
import type { Random } from '../random.js';

// A step is at most 0.02 percent, or a tick if that is more: lively, yet believable over a day.
const STEP_DIVISOR = 5000;
// How far a price may move away from its start: a fifth in either direction.
const LOWEST = new Decimal('0.8');
const HIGHEST = new Decimal('1.2');

/** The last price of every symbol of one market. */
export class PriceBoard {
  readonly #prices = new Map<string, Decimal>();

  constructor(private readonly instruments: ReadonlyMap<string, Instrument>) {
    for (const { symbol, startPrice } of instruments.values()) this.#prices.set(symbol, startPrice);
  }

  price(symbol: string): Decimal {
    const price = this.#prices.get(symbol);
    if (!price) throw new Error(`no price for symbol "${symbol}"`);
    return price;
  }

  has(symbol: string): boolean {
    return this.#prices.has(symbol);
  }

  entries(): [string, Decimal][] {
    return [...this.#prices];
  }

  set(symbol: string, price: Decimal): void {
    this.#prices.set(symbol, price);
  }

  /** Moves one price by a random whole number of ticks, but not too far away from its start. */
  walk(instrument: Instrument, random: Random): void {
    const { symbol, startPrice } = instrument;
    const now = this.price(symbol);
    const tick = tickAt(instrument, now);
    const reach = Math.max(1, now.div(STEP_DIVISOR).div(tick).floor().toNumber());
    const next = now.plus(tick.times(random.between(-reach, reach)));
    const [low, high] = [startPrice.times(LOWEST), startPrice.times(HIGHEST)];
    const within = Decimal.max(low, Decimal.min(high, next));
    this.set(symbol, floorTo(within, tickAt(instrument, within)));
  }
}

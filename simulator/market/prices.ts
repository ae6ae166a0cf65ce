import { Decimal, floorTo } from '../decimal.js';
import { tickAt, type Instrument } from '../model.js';
import type { Random } from '../random.js';

// At most two hundredths of a percent a step: lively, yet a day's drift stays believable.
const STEP_DIVISOR = 5000;
// How far from its start a price may wander: a fifth to either side.
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

  entries(): [string, Decimal][] {
    return [...this.#prices];
  }

  set(symbol: string, price: Decimal): void {
    this.#prices.set(symbol, price);
  }

  /** Moves one price by a random whole number of ticks, keeping it within reach of its start. */
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

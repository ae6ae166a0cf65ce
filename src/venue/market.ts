import type { Decimal } from './decimal.js';
import { Ledger } from './ledger.js';
import type { Instrument, MarketName } from './model.js';
import { PriceBoard } from './prices.js';
import type { Settlement } from './settlement.js';

/**
 * How a symbol's resting and arriving orders find a counterparty. `auto`: as the price says, an
 * arriving order finding at most `depth`. `manual`: only when told through the control interface.
 */
export type Liquidity =
  { readonly mode: 'auto'; readonly depth: Decimal | null } | { readonly mode: 'manual' };

export interface MarketRules {
  readonly name: MarketName;
  readonly instruments: readonly Instrument[];
  readonly settlement: Settlement;
  readonly firstOrderId: number;
  /** A fill-or-kill order that cannot be filled is refused (true) or expires (false). */
  readonly refusesUnfillable: boolean;
}

/** One market of the venue: what is traded, at which prices, by whom, under which rules. */
export class Market {
  readonly name: MarketName;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly settlement: Settlement;
  readonly refusesUnfillable: boolean;
  readonly ledger: Ledger;
  readonly prices: PriceBoard;
  readonly #liquidity = new Map<string, Liquidity>();

  constructor(rules: MarketRules) {
    this.name = rules.name;
    this.instruments = new Map(rules.instruments.map((each) => [each.symbol, each]));
    this.settlement = rules.settlement;
    this.refusesUnfillable = rules.refusesUnfillable;
    this.ledger = new Ledger(rules.name, rules.firstOrderId);
    this.prices = new PriceBoard(this.instruments);
  }

  instrument(symbol: string): Instrument {
    const instrument = this.instruments.get(symbol);
    if (!instrument) throw new Error(`no instrument "${symbol}" on market "${this.name}"`);
    return instrument;
  }

  liquidity(symbol: string): Liquidity {
    return this.#liquidity.get(symbol) ?? { mode: 'auto', depth: null };
  }

  setLiquidity(symbol: string, liquidity: Liquidity): void {
    this.#liquidity.set(symbol, liquidity);
  }

  liquidities(): [string, Liquidity][] {
    return [...this.#liquidity];
  }
}

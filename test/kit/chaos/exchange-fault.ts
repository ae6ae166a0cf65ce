import type { Chance } from '../chance.js';
import type { ChaosMarket } from './accounts-plan.js';

type Body = Readonly<Record<string, unknown>>;

/** A call of the simulated exchange's control interface, for one account. */
export interface ExchangeFault {
  /** Below `/control/`. */
  readonly path: string;
  readonly body: Body;
  /** What to leave out of whom it concerns, where the call takes no such word. */
  readonly without?: 'market' | 'apiKey';
  /** The call that ends it, for what does not end by itself. */
  readonly undo?: { readonly afterMs: number; readonly body: Body };
}

export interface ExchangeFaultMaker {
  /** Only on this market. */
  readonly market?: ChaosMarket;
  readonly make: (chance: Chance, market: ChaosMarket) => ExchangeFault;
}

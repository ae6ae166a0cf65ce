import type { Chance } from '../chance.js';
import type { ChaosMarket } from './accounts-plan.js';

type Body = Readonly<Record<string, unknown>>;

/** A call of the simulated exchange's control interface, for one account. */
export interface ExchangeFault {
  /** Below `/control/`. */
  readonly path: string;
  readonly body: Body;
  /** Which part of whom it concerns to leave out, where the call does not take it. */
  readonly without?: 'market' | 'apiKey';
  /** The call that ends it, for a fault that does not end by itself. */
  readonly undo?: { readonly afterMs: number; readonly body: Body };
}

export interface ExchangeFaultMaker {
  /** Only on this market. */
  readonly market?: ChaosMarket;
  readonly make: (chance: Chance, market: ChaosMarket) => ExchangeFault;
}

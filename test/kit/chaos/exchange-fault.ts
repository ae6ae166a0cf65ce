import type { MarketName } from '../../../simulator/names.js';
import type { Chance } from '../chance.js';

type Body = Readonly<Record<string, unknown>>;

/** A call of the simulated exchange's control interface, for one account. */
export interface ExchangeFault {
  /** Relative to `/control/`. */
  readonly path: string;
  readonly body: Body;
  /** The field to leave out if the call does not take it. */
  readonly without?: 'market' | 'apiKey';
  /** The call that ends the fault, if it does not end by itself. */
  readonly undo?: { readonly afterMs: number; readonly body: Body };
}

export interface ExchangeFaultMaker {
  /** The markets that have this fault; all of them by default. */
  readonly markets?: readonly MarketName[];
  readonly make: (chance: Chance, market: MarketName) => ExchangeFault;
}

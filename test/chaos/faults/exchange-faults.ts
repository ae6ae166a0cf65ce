import type { MarketName } from '../../kit/chaos/accounts-plan.js';
import type { Chance } from '../../kit/chance.js';
import { READ_FAULTS } from './read-faults.js';
import { STREAM_FAULTS } from './stream-faults.js';
import { SUBMIT_FAULTS } from './submit-faults.js';

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
  readonly market?: MarketName;
  readonly make: (chance: Chance, market: MarketName) => ExchangeFault;
}

/** Faults of the simulated exchange, by the name that the report gives them. */
export const EXCHANGE_FAULTS: Readonly<Record<string, ExchangeFaultMaker>> = {
  ...SUBMIT_FAULTS,
  ...READ_FAULTS,
  ...STREAM_FAULTS,
};

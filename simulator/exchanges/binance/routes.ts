import type { Engine } from '../../engine/engine.js';
import type { LedgerView } from '../../engine/ledger-view.js';
import type { OperationName } from '../../faults/troubles.js';
import type { Account } from '../../market/accounts.js';
import type { Instrument } from '../../model.js';
import type { BinanceParameters } from './parameters.js';
import type { BinanceRateLimits } from './rate-limits.js';

/** The request, and everything that a handler may use to answer it. */
export interface BinanceRequest {
  readonly engine: Engine;
  readonly parameters: BinanceParameters;
  readonly limits: BinanceRateLimits;
  /** This machine's time. Clients see the exchange's, which `engine.clock` knows (V5). */
  readonly now: number;
  readonly headers: Record<string, string>;
  /** Returns the sender's account. Throws on an open route. */
  account(): Account;
  /** Returns the instrument that `symbol` names. Throws if there is none. */
  instrument(): Instrument;
  /** Returns what this read may see of the account's orders and fills. */
  view(): LedgerView;
}

export interface BinanceRoute {
  /** `key`: the API key in the header is enough. `signed`: with timestamp and signature, too. */
  readonly security: 'open' | 'key' | 'signed';
  readonly weight: number | ((parameters: BinanceParameters) => number);
  readonly operation: OperationName;
  readonly handle: (request: BinanceRequest) => unknown;
}

/** Routes by "METHOD path". */
export type BinanceRoutes = Readonly<Record<string, BinanceRoute>>;

export function open(weight: BinanceRoute['weight'], handle: BinanceRoute['handle']): BinanceRoute {
  return { security: 'open', weight, operation: 'other', handle };
}

export function signed(
  operation: OperationName,
  weight: BinanceRoute['weight'],
  handle: BinanceRoute['handle'],
): BinanceRoute {
  return { security: 'signed', weight, operation, handle };
}

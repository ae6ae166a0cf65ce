import type { Engine } from '../../engine/engine.js';
import type { LedgerView } from '../../engine/ledger-view.js';
import type { OperationName } from '../../faults/troubles.js';
import type { Account } from '../../market/accounts.js';
import type { Market } from '../../market/market.js';
import type { Instrument } from '../../model.js';
import type { Category } from './categories.js';
import type { BybitParameters } from './parameters.js';
import type { LimitGroup } from './rate-limits.js';

/** The call, and everything that a handler may use to answer it. */
export interface BybitRequest {
  readonly engine: Engine;
  readonly parameters: BybitParameters;
  /** Returns the sender's account. Throws on an open route. */
  account(): Account;
  category(): Category;
  market(): Market;
  /** Returns the instrument that `symbol` names. Throws if there is none. */
  instrument(): Instrument;
  /** Returns what this read may see of the account's orders and fills of the category. */
  view(): LedgerView;
}

export interface BybitRoute {
  readonly operation: OperationName;
  /** The limit that it counts for. Open routes are not counted by account. */
  readonly group: LimitGroup | 'open';
  readonly handle: (request: BybitRequest) => object;
}

/** Routes by "METHOD path". */
export type BybitRoutes = Readonly<Record<string, BybitRoute>>;

export function open(handle: BybitRoute['handle']): BybitRoute {
  return { operation: 'other', group: 'open', handle };
}

export function read(handle: BybitRoute['handle']): BybitRoute {
  return { operation: 'read', group: 'read', handle };
}

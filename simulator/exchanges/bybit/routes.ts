import type { Engine } from '../../engine/engine.js';
import type { LedgerView } from '../../engine/ledger-view.js';
import type { OperationName } from '../../faults/troubles.js';
import type { Account } from '../../market/accounts.js';
import type { Market } from '../../market/market.js';
import type { Instrument } from '../../model.js';
import type { Category } from './categories.js';
import type { BybitParameters } from './parameters.js';
import type { LimitGroup } from './rate-limits.js';

/** What a handler is given: the call, and everything that it may use to answer. */
export interface BybitRequest {
  readonly engine: Engine;
  readonly parameters: BybitParameters;
  /** The account that sent it; throws on an open route. */
  account(): Account;
  category(): Category;
  market(): Market;
  /** The instrument that `symbol` names. */
  instrument(): Instrument;
  /** The account's orders and fills of the category as this read may see them. */
  view(): LedgerView;
}

export interface BybitRoute {
  readonly operation: OperationName;
  /** How it is counted; routes that are not signed are not counted by account. */
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

import type { Engine } from '../../../engine/engine.js';
import type { LedgerView } from '../../../engine/ledger-view.js';
import type { OperationName } from '../../../faults/troubles.js';
import type { Account } from '../../../market/accounts.js';
import type { Instrument } from '../../../model.js';
import type { KoreanDialect } from './dialect.js';
import type { Json } from './json.js';
import type { KoreanParameters } from './parameters.js';
import type { CallGroup } from './rate-limits.js';

/** The request, and everything that a handler may use to answer it. */
export interface KoreanRequest {
  readonly engine: Engine;
  readonly dialect: KoreanDialect;
  readonly parameters: KoreanParameters;
  readonly now: number;
  /** Returns the sender's account. Throws on an open route. */
  account(): Account;
  /** Returns what this read may see of the account's orders and fills. */
  view(): LedgerView;
}

export interface KoreanRoute {
  readonly security: 'open' | 'signed';
  readonly group: CallGroup;
  readonly operation: OperationName;
  /** The status of a successful answer, if it is not 200. */
  readonly status?: number;
  readonly handle: (request: KoreanRequest) => Json;
}

/** Routes by "METHOD path". */
export type KoreanRoutes = Readonly<Record<string, KoreanRoute>>;

export function open(handle: KoreanRoute['handle']): KoreanRoute {
  return { security: 'open', group: 'quotation', operation: 'other', handle };
}

export function signed(operation: OperationName, handle: KoreanRoute['handle']): KoreanRoute {
  return { security: 'signed', group: 'exchange', operation, handle };
}

/** Returns the instrument that `market` names, or undefined if that parameter is missing. */
export function instrumentNamed({
  engine,
  dialect,
  parameters,
}: KoreanRequest): Instrument | undefined {
  const symbol = parameters.text('market');
  if (symbol === undefined) return undefined;
  const instrument = engine.state.markets[dialect.market].instruments.get(symbol);
  if (!instrument) throw dialect.orders.invalid('market');
  return instrument;
}

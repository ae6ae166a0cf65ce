/*
 * Two exchanges speak one protocol with small differences: orders with `ord_type` or `order_type`,
 * JWTs with a `query_hash`, calls counted by group and second, and a stream of `myOrder` frames for
 * a list of markets. This folder contains what they share; `KoreanParts` is what each has of its
 * own.
 */

import type { SymbolStyle } from '../../../domain/symbol.js';
import type { Endpoints, ExchangeAdapter } from '../../exchange.js';
import type { FailureRule } from '../../failure.js';
import { openAccountCalls } from '../account-calls.js';
import type { ClientSetup } from '../ccxt-client.js';
import { ownMarkets } from '../kept-listing.js';
import { koreanClient, type KoreanClientClass } from './client.js';
import type { Dialect, KoreanCall, TextParameters } from './dialect.js';
import { readError } from './errors.js';
import { KoreanLimitRules, type GroupLimits } from './limits.js';
import { KoreanMarkets, type MarketParts } from './markets.js';
import { KoreanRest } from './rest.js';
import { koreanStream, type StreamParts } from './stream.js';

/** What is specific to one exchange of the family. */
export interface KoreanParts {
  readonly symbols: SymbolStyle;
  /** Keyed by the exchange's name. */
  readonly failureRules: Readonly<Record<string, readonly FailureRule[]>>;
  /** ccxt's class for the exchange. */
  readonly client: KoreanClientClass;
  readonly dialect: Dialect;
  readonly limits: GroupLimits;
  readonly markets: MarketParts;
  readonly stream: StreamParts;
}

/** Creates the adapter of an exchange of the family. They trade spot only. */
export function koreanAdapter(parts: KoreanParts): ExchangeAdapter {
  const { dialect } = parts;
  const { exchange } = dialect;
  const createClient = (endpoints: Endpoints, setup: ClientSetup) =>
    koreanClient(parts.client, endpoints, setup);
  return {
    marketTypes: ['SPOT'],
    symbols: parts.symbols,
    failureRules: parts.failureRules,
    // Fills are listed inside their orders, and no time limit is documented.
    fillsListedForMs: { SPOT: null, FUTURES: null },
    streamScope: 'symbols',
    openMarkets: (endpoints, onProblem) =>
      new KoreanMarkets(exchange, parts.markets, createClient, endpoints, onProblem),
    openRest: (account, markets, { readTimeoutMs }) =>
      new KoreanRest({
        dialect,
        readTimeoutMs,
        markets: ownMarkets(KoreanMarkets, markets),
        account: openAccountCalls<KoreanCall, TextParameters>(account, {
          exchange,
          readError,
          readTimeoutMs,
          createClient,
          limits: new KoreanLimitRules(parts.limits),
          names: dialect.calls,
        }),
      }),
    openStream: (account, markets) =>
      koreanStream(exchange, parts.stream, account, ownMarkets(KoreanMarkets, markets)),
  };
}

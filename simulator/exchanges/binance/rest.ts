import type { Account } from '../../market/accounts.js';
import type { Engine } from '../../engine/engine.js';
import { jsonAnswer, type Answer, type Call, type RestApi } from '../../server/rest-api.js';
import type { OperationName, PreparedCall } from '../../server/rest-api.js';
import { viewLedger, type LedgerView } from '../../engine/ledger-view.js';
import type { Instrument } from '../../model.js';
import { accountOfKey, authenticate } from './authentication.js';
import { BinanceError, binanceTroubles, errors } from './errors.js';
import type { BinanceMarket } from './markets.js';
import { refusalError } from './order-parameters.js';
import { Parameters } from './parameters.js';
import type { RateLimits } from './rate-limits.js';
import { signedRestPayload } from './signing.js';

/** What a handler is given: the request, and everything it may use to answer. */
export interface BinanceRequest {
  readonly engine: Engine;
  readonly parameters: Parameters;
  readonly limits: RateLimits;
  /** This machine's time; clients are told the exchange's, which `engine.clock` knows. */
  readonly now: number;
  readonly headers: Record<string, string>;
  /** The account that sent it; throws on an open route. */
  account(): Account;
  /** The instrument that `symbol` names. */
  instrument(): Instrument;
  /** The account's orders and fills as this read may see them. */
  view(): LedgerView;
}

export interface Route {
  /** `key`: the API key in the header is enough; `signed`: with timestamp and signature. */
  readonly security: 'open' | 'key' | 'signed';
  readonly weight: number | ((parameters: Parameters) => number);
  readonly operation: OperationName;
  readonly handle: (request: BinanceRequest) => unknown;
}

/** Routes by "METHOD path". */
export type Routes = Readonly<Record<string, Route>>;

/** Serves Binance REST routes: limits, keys, signatures, errors, headers. */
export function createBinanceRest(
  engine: Engine,
  market: BinanceMarket,
  prefix: string,
  routes: Routes,
  limits: RateLimits,
): RestApi {
  const table = new Map(Object.entries(routes));
  return {
    prefix,
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const parameters = new Parameters(call);
      const apiKey = apiKeyOf(call) ?? null;
      return {
        market,
        operation: route?.operation ?? 'other',
        apiKey,
        symbol: parameters.text('symbol') ?? null,
        troubles: {
          ...binanceTroubles,
          duplicateId: () => refusalError('DUPLICATE_CLIENT_ID', market).answer(),
        },
        execute: () => answer(engine, market, call, route, parameters, limits),
      };
    },
  };
}

function answer(
  engine: Engine,
  market: BinanceMarket,
  call: Call,
  route: Route | undefined,
  parameters: Parameters,
  limits: RateLimits,
): Answer {
  const headers: Record<string, string> = {};
  try {
    if (!route) throw errors.invalidPath(call.path, call.method);
    const weight = typeof route.weight === 'number' ? route.weight : route.weight(parameters);
    Object.assign(headers, limits.spendWeight(call.peer, weight, call.at));
    const request = requestFor(engine, market, call, route, parameters, limits, headers);
    return jsonAnswer(200, route.handle(request), headers);
  } catch (error) {
    const known = error instanceof BinanceError ? error : errors.internal();
    if (known !== error) {
      engine.log('venue_request_failed', { path: call.path, error: String(error) });
    }
    const answer = known.answer();
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }
}

function requestFor(
  engine: Engine,
  market: BinanceMarket,
  call: Call,
  route: Route,
  parameters: Parameters,
  limits: RateLimits,
  headers: Record<string, string>,
): BinanceRequest {
  const account = identify(engine, market, call, route, parameters);
  const request: BinanceRequest = {
    engine,
    parameters,
    limits,
    now: call.at,
    headers,
    account: () => {
      if (!account) throw new Error(`${call.method} ${call.path} is open and has no account`);
      return account;
    },
    instrument: () => {
      const instrument = engine.state.markets[market].instruments.get(
        parameters.requiredText('symbol'),
      );
      if (!instrument) throw errors.badSymbol();
      return instrument;
    },
    view: () => {
      const concern = {
        market,
        apiKey: request.account().apiKey,
        symbol: parameters.text('symbol') ?? null,
      };
      const { ledger } = engine.state.markets[market];
      return viewLedger(ledger, engine.faults, engine.clock, concern, call.at);
    },
  };
  return request;
}

function identify(
  { state, clock }: Engine,
  market: BinanceMarket,
  call: Call,
  { security }: Route,
  parameters: Parameters,
): Account | null {
  const apiKey = apiKeyOf(call);
  switch (security) {
    case 'open':
      return null;
    case 'key':
      return accountOfKey(state.accounts, market, apiKey);
    case 'signed':
      return authenticate(
        state.accounts,
        market,
        {
          apiKey,
          timestamp: parameters.integer('timestamp'),
          recvWindow: parameters.integer('recvWindow'),
          signature: parameters.text('signature'),
          payload: signedRestPayload(call.query, call.body),
        },
        clock.present(call.at),
      );
  }
}

function apiKeyOf(call: Call): string | undefined {
  const value = call.headers['x-mbx-apikey'];
  return typeof value === 'string' ? value : undefined;
}

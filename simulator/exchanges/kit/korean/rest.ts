import type { Account } from '../../../market/accounts.js';
import type { Engine } from '../../../engine/engine.js';
import {
  hasSuccessStatus,
  type Answer,
  type Call,
  type OperationName,
  type PreparedCall,
  type RestApi,
} from '../../../server/rest-api.js';
import { viewLedger, type LedgerView } from '../../../engine/ledger-view.js';
import type { Instrument } from '../../../model.js';
import { authenticate, claimedKey } from './authentication.js';
import { errors, KoreanError } from './errors.js';
import type { KoreanExchange } from './dialect.js';
import { writeJson, type Json } from './json.js';
import type { Nonces } from './nonces.js';
import { Parameters } from './parameters.js';
import { blocked, tooMany, type CallGroup, type RateLimits } from './rate-limits.js';
import { readFields, type RequestFields } from './request-fields.js';

/** What a handler is given: the request, and everything it may use to answer. */
export interface KoreanRequest {
  readonly engine: Engine;
  readonly exchange: KoreanExchange;
  readonly parameters: Parameters;
  readonly now: number;
  /** The account that sent it; throws on an open route. */
  account(): Account;
  /** The account's orders and fills as this read may see them. */
  view(): LedgerView;
}

export interface Route {
  readonly security: 'open' | 'signed';
  readonly group: CallGroup;
  readonly operation: OperationName;
  /** The status of a good answer, where it is not 200. */
  readonly status?: number;
  readonly handle: (request: KoreanRequest) => Json;
}

/** Routes by "METHOD path". */
export type Routes = Readonly<Record<string, Route>>;

/** What one exchange's front shares between REST and stream. */
export interface KoreanFront {
  readonly engine: Engine;
  readonly exchange: KoreanExchange;
  readonly limits: RateLimits;
  readonly nonces: Nonces;
}

/** Serves an exchange's REST routes: tokens, limits, errors, headers. */
export function createKoreanRest(front: KoreanFront, prefix: string, routes: Routes): RestApi {
  const { exchange } = front;
  const table = new Map(Object.entries(routes));
  return {
    prefix,
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const fields = readFields(call);
      const parameters = new Parameters(fields ?? [], exchange.orders.invalid);
      return {
        market: exchange.market,
        operation: route?.operation ?? 'other',
        apiKey: claimedKey(call.headers.authorization),
        symbol: parameters.text('market') ?? null,
        troubles: {
          // Neither exchange has a word for "not carried out": each of these leaves it open.
          unavailableUnknown: () => errors.server().answer(),
          unavailableFailed: () => errors.unavailable().answer(),
          timeoutUnknown: () => errors.timeout().answer(),
          duplicateId: () => exchange.duplicateId().answer(),
          rateLimited: (retryAfter, isBanned) =>
            (isBanned ? blocked(retryAfter) : tooMany(retryAfter)).answer(),
          isSuccess: hasSuccessStatus,
          withoutFills: (answer) => answer,
        },
        execute: () => answer(front, call, route, fields, parameters),
      };
    },
  };
}

function answer(
  front: KoreanFront,
  call: Call,
  route: Route | undefined,
  fields: RequestFields | undefined,
  parameters: Parameters,
): Answer {
  const { engine, limits } = front;
  const headers: Record<string, string> = { 'content-type': 'application/json;charset=UTF-8' };
  try {
    if (!route) throw errors.noRoute(call.method, call.path);
    if (!fields) throw errors.missing();
    const account = route.security === 'signed' ? identify(front, call, fields) : null;
    const sender = account?.apiKey ?? call.peer;
    Object.assign(headers, limits.spend(route.group, sender, call.at));
    const body = writeJson(route.handle(requestFor(front, call, account, parameters)));
    return { status: route.status ?? 200, body, headers };
  } catch (error) {
    const known = error instanceof KoreanError ? error : errors.server();
    if (known !== error) {
      engine.log('venue_request_failed', { path: call.path, error: String(error) });
    }
    const answer = known.answer();
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }
}

function identify(front: KoreanFront, call: Call, fields: RequestFields): Account {
  const { engine, exchange, nonces } = front;
  const now = engine.clock.present(call.at);
  const { authorization } = call.headers;
  return authenticate(engine.state.accounts, nonces, exchange.token, authorization, fields, now);
}

function requestFor(
  { engine, exchange }: KoreanFront,
  call: Call,
  account: Account | null,
  parameters: Parameters,
): KoreanRequest {
  const { market } = exchange;
  const request: KoreanRequest = {
    engine,
    exchange,
    parameters,
    now: call.at,
    account: () => {
      if (!account) throw new Error(`${call.method} ${call.path} is open and has no account`);
      return account;
    },
    view: () => {
      const { apiKey } = request.account();
      const concern = { market, apiKey, symbol: parameters.text('market') ?? null };
      const { ledger } = engine.state.markets[market];
      return viewLedger(ledger, engine.faults, engine.clock, concern, call.at);
    },
  };
  return request;
}

/** Returns the instrument that `market` names; undefined if the parameter is not there. */
export function marketOf({ engine, exchange, parameters }: KoreanRequest): Instrument | undefined {
  const symbol = parameters.text('market');
  if (symbol === undefined) return undefined;
  const instrument = engine.state.markets[exchange.market].instruments.get(symbol);
  if (!instrument) throw exchange.orders.invalid('market');
  return instrument;
}

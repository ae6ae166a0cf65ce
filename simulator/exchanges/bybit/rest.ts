import type { Account } from '../../market/accounts.js';
import type { Engine } from '../../engine/engine.js';
import { jsonAnswer, type Answer, type Call, type RestApi } from '../../server/rest-api.js';
import type { OperationName, PreparedCall } from '../../server/rest-api.js';
import { viewLedger, type LedgerView } from '../../engine/ledger-view.js';
import type { Market } from '../../market/market.js';
import type { Instrument } from '../../model.js';
import { apiKeyOf, authenticate } from './authentication.js';
import { marketOf, type Category } from './categories.js';
import { BybitError, errors } from './errors.js';
import { Parameters } from './parameters.js';
import type { LimitGroup, RateLimits } from './rate-limits.js';
import { bybitTroubles } from './troubles.js';

/** What a handler is given: the call, and everything it may use to answer. */
export interface BybitRequest {
  readonly engine: Engine;
  readonly parameters: Parameters;
  /** The account that sent it; throws on an open route. */
  account(): Account;
  category(): Category;
  market(): Market;
  /** The instrument that `symbol` names. */
  instrument(): Instrument;
  /** The account's orders and fills of the category as this read may see them. */
  view(): LedgerView;
}

export interface Route {
  readonly operation: OperationName;
  /** How it is counted; routes that are not signed are not counted by account. */
  readonly group: LimitGroup | 'open';
  readonly handle: (request: BybitRequest) => object;
}

/** Routes by "METHOD path". */
export type Routes = Readonly<Record<string, Route>>;

/** Serves Bybit's v5 REST routes: limits, keys, signatures, errors, headers. */
export function createBybitRest(engine: Engine, routes: Routes, limits: RateLimits): RestApi {
  const table = new Map(Object.entries(routes));
  return {
    prefix: '/v5/',
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const parameters = new Parameters(call);
      // A call about no category in particular counts as one about contracts.
      const category = parameters.knownCategory() ?? 'linear';
      return {
        market: marketOf(category),
        operation: route?.operation ?? 'other',
        apiKey: apiKeyOf(call) ?? null,
        symbol: parameters.symbolText(),
        troubles: bybitTroubles(category, engine.clock.present(call.at)),
        execute: () => answer(engine, call, route, parameters, limits),
      };
    },
  };
}

function answer(
  engine: Engine,
  call: Call,
  route: Route | undefined,
  parameters: Parameters,
  limits: RateLimits,
): Answer {
  const { clock, log } = engine;
  let headers: Record<string, string> = {};
  try {
    limits.countRequest(call.peer, call.at);
    if (!route) return { status: 404, body: '404 page not found' };
    const account = route.group === 'open' ? null : identify(engine, call, parameters);
    if (account && route.group !== 'open') {
      const category = parameters.knownCategory() ?? 'linear';
      headers = limits.countCall(account.apiKey, category, route.group, call.at);
    }
    parameters.check();
    const result = route.handle(requestFor(engine, call, parameters, account));
    const body = { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: clock.now() };
    return jsonAnswer(200, body, headers);
  } catch (error) {
    const known = error instanceof BybitError ? error : errors.internal();
    if (known !== error) log('venue_request_failed', { path: call.path, error: String(error) });
    const refused = known.answer(clock.now());
    return { ...refused, headers: { ...headers, ...refused.headers } };
  }
}

function identify({ state, clock }: Engine, call: Call, parameters: Parameters): Account {
  const category = parameters.knownCategory();
  const market = category ? marketOf(category) : null;
  return authenticate(state.accounts, market, call, clock.present(call.at));
}

function requestFor(
  engine: Engine,
  call: Call,
  parameters: Parameters,
  account: Account | null,
): BybitRequest {
  const { state, faults, clock } = engine;
  const request: BybitRequest = {
    engine,
    parameters,
    account: () => {
      if (!account) throw new Error(`${call.method} ${call.path} is open and has no account`);
      return account;
    },
    category: () => parameters.category(),
    market: () => state.markets[marketOf(request.category())],
    instrument: () => {
      const instrument = request.market().instruments.get(parameters.requiredText('symbol'));
      if (!instrument) throw errors.badSymbol(request.category());
      return instrument;
    },
    view: () => {
      const { name, ledger } = request.market();
      const { apiKey } = request.account();
      const concern = { market: name, apiKey, symbol: parameters.symbolText() };
      return viewLedger(ledger, faults, clock, concern, call.at);
    },
  };
  return request;
}

import type { Engine } from '../../engine/engine.js';
import { jsonAnswer, type Answer, type Call } from '../../http.js';
import type { Account } from '../../market/accounts.js';
import type { PreparedCall, RestApi } from '../../server/rest-api.js';
import { senderOf, viewOf } from '../kit/sender.js';
import { failedAnswer } from '../kit/wire-error.js';
import { apiKeyOf, authenticate } from './authentication.js';
import { marketOf } from './categories.js';
import { errors } from './errors.js';
import { BybitParameters } from './parameters.js';
import type { BybitRateLimits } from './rate-limits.js';
import type { BybitRequest, BybitRoute, BybitRoutes } from './routes.js';
import { bybitTroubles } from './troubles.js';

/** A call that names no category counts as one about contracts. */
const USUAL_CATEGORY = 'linear';

/** Serves Bybit's v5 REST routes: limits, keys, signatures, errors, headers. */
export function createBybitRest(
  engine: Engine,
  routes: BybitRoutes,
  limits: BybitRateLimits,
): RestApi {
  const table = new Map(Object.entries(routes));
  return {
    prefix: '/v5/',
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const parameters = new BybitParameters(call);
      const category = parameters.knownCategory() ?? USUAL_CATEGORY;
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
  route: BybitRoute | undefined,
  parameters: BybitParameters,
  limits: BybitRateLimits,
): Answer {
  let headers: Record<string, string> = {};
  try {
    limits.countRequest(call.peer, call.at);
    if (!route) return { status: 404, body: '404 page not found' };
    const account = route.group === 'open' ? null : identify(engine, call, parameters);
    if (account && route.group !== 'open') {
      const category = parameters.knownCategory() ?? USUAL_CATEGORY;
      const now = engine.clock.present(call.at);
      headers = limits.countCall(account.apiKey, category, route.group, now);
    }
    parameters.check();
    const result = route.handle(requestFor(engine, call, parameters, account, route.operation));
    const time = engine.clock.now();
    return jsonAnswer(200, { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time }, headers);
  } catch (error) {
    return failedAnswer(engine, call, error, errors.internal, headers);
  }
}

function identify({ state, clock }: Engine, call: Call, parameters: BybitParameters): Account {
  const category = parameters.knownCategory();
  const market = category ? marketOf(category) : null;
  return authenticate(state.accounts, market, call, clock.present(call.at));
}

function requestFor(
  engine: Engine,
  call: Call,
  parameters: BybitParameters,
  account: Account | null,
  operation: BybitRoute['operation'],
): BybitRequest {
  const request: BybitRequest = {
    engine,
    parameters,
    account: () => senderOf(call, account),
    category: () => parameters.category(),
    market: () => engine.state.markets[marketOf(request.category())],
    instrument: () => {
      const instrument = request.market().instruments.get(parameters.requiredText('symbol'));
      if (!instrument) throw errors.badSymbol(request.category());
      if (operation === 'create') checkTrading(request, instrument.symbol);
      return instrument;
    },
    view: () => {
      const { name } = request.market();
      return viewOf(engine, name, request.account(), parameters.symbolText(), call);
    },
  };
  return request;
}

/** Refuses new orders in what does not trade. Orders that are there stay as they are. */
function checkTrading(request: BybitRequest, symbol: string): void {
  const state = request.market().listingState(symbol);
  if (state === 'trading') return;
  const category = request.category();
  const isClosed = state === 'halted' && category === 'linear';
  throw isClosed ? errors.notLive() : errors.badSymbol(category);
}

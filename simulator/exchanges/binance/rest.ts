import type { Engine } from '../../engine/engine.js';
import { jsonAnswer, type Answer, type Call } from '../../http.js';
import type { Account } from '../../market/accounts.js';
import type { PreparedCall, RestApi } from '../../server/rest-api.js';
import { senderOf, viewOf } from '../kit/sender.js';
import { failedAnswer } from '../kit/wire-error.js';
import { accountOfKey, authenticate } from './authentication.js';
import { binanceTroubles, errors } from './errors.js';
import type { BinanceMarket } from './markets.js';
import { refusalError } from './order-parameters.js';
import { BinanceParameters } from './parameters.js';
import type { BinanceRateLimits } from './rate-limits.js';
import type { BinanceRequest, BinanceRoute, BinanceRoutes } from './routes.js';
import { signedRestPayload } from './signing.js';

/** What all calls of one interface share. */
interface Front {
  readonly engine: Engine;
  readonly market: BinanceMarket;
  readonly limits: BinanceRateLimits;
}

/** Serves Binance's REST routes: limits, keys, signatures, errors, headers. */
export function createBinanceRest(front: Front, prefix: string, routes: BinanceRoutes): RestApi {
  const { market } = front;
  const table = new Map(Object.entries(routes));
  return {
    prefix,
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const parameters = new BinanceParameters(call);
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
        execute: () => answer(front, call, route, parameters),
      };
    },
  };
}

function answer(
  front: Front,
  call: Call,
  route: BinanceRoute | undefined,
  parameters: BinanceParameters,
): Answer {
  const { engine, limits } = front;
  const headers: Record<string, string> = {};
  try {
    if (!route) throw errors.invalidPath(call.path, call.method);
    const weight = typeof route.weight === 'number' ? route.weight : route.weight(parameters);
    Object.assign(headers, limits.spendWeight(call.peer, weight, call.at));
    const request = requestFor(front, call, route, parameters, headers);
    return jsonAnswer(200, route.handle(request), headers);
  } catch (error) {
    return failedAnswer(engine, call, error, errors.internal, headers);
  }
}

function requestFor(
  front: Front,
  call: Call,
  route: BinanceRoute,
  parameters: BinanceParameters,
  headers: Record<string, string>,
): BinanceRequest {
  const { engine, market, limits } = front;
  const account = identify(front, call, route, parameters);
  const request: BinanceRequest = {
    engine,
    parameters,
    limits,
    now: call.at,
    headers,
    account: () => senderOf(call, account),
    instrument: () => {
      const { instruments } = engine.state.markets[market];
      const instrument = instruments.get(parameters.requiredText('symbol'));
      if (!instrument) throw errors.badSymbol();
      if (route.operation === 'create') checkTrading(engine, market, instrument.symbol);
      return instrument;
    },
    view: () => viewOf(engine, market, request.account(), parameters.text('symbol') ?? null, call),
  };
  return request;
}

/** Refuses new orders in what does not trade. Orders that are there stay as they are. */
function checkTrading({ state }: Engine, market: BinanceMarket, symbol: string): void {
  const listed = state.markets[market].listingState(symbol);
  if (listed === 'unlisted') throw errors.badSymbol();
  if (listed === 'halted') throw errors.closed(market);
}

function identify(
  { engine: { state, clock }, market }: Front,
  call: Call,
  { security }: BinanceRoute,
  parameters: BinanceParameters,
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

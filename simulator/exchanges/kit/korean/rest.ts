import { hasSuccessStatus, type Answer, type Call } from '../../../http.js';
import type { Account } from '../../../market/accounts.js';
import type { PreparedCall, RestApi } from '../../../server/rest-api.js';
import { senderOf, viewOf } from '../sender.js';
import { failedAnswer } from '../wire-error.js';
import { authenticate, claimedKey } from './authentication.js';
import { errors, KoreanError } from './errors.js';
import type { KoreanFront } from './front.js';
import { writeJson } from './json.js';
import { KoreanParameters } from './parameters.js';
import { useUpClientId } from './place-order.js';
import { blocked, tooMany } from './rate-limits.js';
import { readFields, type RequestFields } from './request-fields.js';
import type { KoreanRequest, KoreanRoute, KoreanRoutes } from './routes.js';

/** Serves an exchange's REST routes: tokens, limits, errors, headers. */
export function createKoreanRest(
  front: KoreanFront,
  prefix: string,
  routes: KoreanRoutes,
): RestApi {
  const { dialect } = front;
  const table = new Map(Object.entries(routes));
  return {
    prefix,
    prepare(call): PreparedCall {
      const route = table.get(`${call.method} ${call.path}`);
      const fields = readFields(call);
      const parameters = new KoreanParameters(fields ?? [], dialect.orders.invalid);
      return {
        market: dialect.market,
        operation: route?.operation ?? 'other',
        apiKey: claimedKey(call.headers.authorization),
        symbol: parameters.text('market') ?? null,
        troubles: {
          // Neither exchange has an error for "not executed": each of these leaves it open.
          unavailableUnknown: () => errors.server().answer(),
          unavailableFailed: () => errors.unavailable().answer(),
          timeoutUnknown: () => errors.timeout().answer(),
          duplicateId: () => dialect.duplicateId().answer(),
          refused: ({ code, message, status = 400 }) => {
            const apiKey = claimedKey(call.headers.authorization);
            if (apiKey !== null) useUpClientId(front, apiKey, parameters);
            return new KoreanError(status, code, message).answer();
          },
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
  route: KoreanRoute | undefined,
  fields: RequestFields | undefined,
  parameters: KoreanParameters,
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
    return failedAnswer(engine, call, error, errors.server, headers);
  }
}

function identify(front: KoreanFront, call: Call, fields: RequestFields): Account {
  const { engine, dialect, nonces } = front;
  const now = engine.clock.present(call.at);
  const { authorization } = call.headers;
  return authenticate(engine.state.accounts, nonces, dialect, authorization, fields, now);
}

function requestFor(
  { engine, dialect }: KoreanFront,
  call: Call,
  account: Account | null,
  parameters: KoreanParameters,
): KoreanRequest {
  const request: KoreanRequest = {
    engine,
    dialect,
    parameters,
    now: call.at,
    account: () => senderOf(call, account),
    view: () => {
      const symbol = parameters.text('market') ?? null;
      return viewOf(engine, dialect.market, request.account(), symbol, call);
    },
  };
  return request;
}

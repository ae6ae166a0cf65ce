import { Webhook } from 'standardwebhooks';
import { Router, type Request } from 'express';
import { MAX_NAME_LENGTH } from '../accounts/names.js';
import {
  findStrategy,
  isTokenOf,
  newStrategySecrets,
  signingSecretOf,
  type Strategy,
} from '../accounts/strategies.js';
import type { Secret } from '../observability/secret.js';
import { takeOrder } from './acceptance.js';
import { parseObject, type JsonObject } from './body.js';
import type { EdgeDependencies } from './dependencies.js';
import { listedMarkets } from './listed-markets.js';
import { readOrderBody, readText } from './order-body.js';
import { Problem } from './problem.js';

type WebhookDependencies = Pick<EdgeDependencies, 'db' | 'inbox' | 'secretsKey'>;

/** Compared for an unknown strategy, so that it takes as long as a known one. */
const decoySecret = newStrategySecrets().signingSecret;

/**
 * `POST /api/webhook`: turns bytes into a durable order request, and answers before its sender
 * gives up.
 */
export function webhookRouter(deps: WebhookDependencies): Router {
  const router = Router();
  router.post('/api/webhook', async (request, response) => {
    const body = parseObject(request);
    const strategy = await authenticate(deps, request, body);
    const listed = await listedMarkets(strategy.account, body['symbol']);
    const order = readOrderBody(body, strategy.account, listed);
    await takeOrder(deps.inbox, strategy, order, request, response);
  });
  return router;
}

/**
 * Authenticates a request. An unknown strategy gets the answer of a wrong token, after equal work.
 */
async function authenticate(
  deps: WebhookDependencies,
  request: Request,
  body: JsonObject,
): Promise<Strategy> {
  const name = readText(body, 'strategy', MAX_NAME_LENGTH);
  const strategy = await findStrategy(deps.db, name);
  const token = body['token'];
  const isAuthentic =
    typeof token === 'string'
      ? isTokenOf(strategy, token)
      : isSigned(request, strategy, deps.secretsKey);
  if (strategy && isAuthentic) return strategy;
  throw new Problem(
    401,
    'NOT_AUTHENTICATED',
    'the strategy is unknown or its token or signature is wrong',
  );
}

/**
 * Returns whether the request has a valid Standard Webhooks signature: an HMAC over id, timestamp
 * and the raw bytes, at most five minutes old.
 */
function isSigned(
  request: Request,
  strategy: Strategy | undefined,
  secretsKey: Secret<Buffer>,
): boolean {
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      request.get(name) ?? '',
    ]),
  );
  const secret = strategy ? signingSecretOf(strategy, secretsKey) : decoySecret;
  try {
    new Webhook(secret).verify(request.body as Buffer, headers);
    return strategy !== undefined;
  } catch {
    return false; // the answer is the same, whatever is wrong with the signature
  }
}

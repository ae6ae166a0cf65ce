import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskAccount } from '../desk/open-desk.js';
import type { Scene } from './scene.js';

const KNOWN_WITHIN_MS = 40_000;
const ASK_AGAIN_MS = 400;

/**
 * Waits until an open order is recorded with its id on the exchange and with all its fills, and no
 * restore may undo that. Resolves with `false` if that does not happen in time.
 */
export async function untilKnown(
  scene: Scene,
  desk: DeskAccount,
  clientOrderId: string,
): Promise<boolean> {
  const deadline = Date.now() + KNOWN_WITHIN_MS;
  while (!scene.quiet.aborted && Date.now() < deadline) {
    // The database or the exchange may be away.
    const isKnown = await isRecorded(scene, desk, clientOrderId).catch(() => false);
    if (scene.quiet.aborted) return false;
    if (isKnown && !scene.restores.isUnderway) return true;
    await sleep(ASK_AGAIN_MS, undefined, { signal: scene.quiet }).catch(() => undefined);
  }
  return false;
}

async function isRecorded(
  { product }: Scene,
  { accountId, market, apiKey }: DeskAccount,
  clientOrderId: string,
): Promise<boolean> {
  const { fills } = await product.venue.ledger(market, apiKey);
  const theirs = fills.filter((fill) => fill.clientOrderId === clientOrderId);
  const rows = await product.sql<{ id: string | null }[]>`
    select coalesce(alias_trade_id, exchange_trade_id) as id
    from open_orders left join trade_executions as executions
      using (account_id, client_order_id)
    where account_id = ${accountId} and client_order_id = ${clientOrderId}
      and open_orders.exchange_order_id is not null`;
  const ours = rows.flatMap(({ id }) => id ?? []);
  return (
    rows.length > 0 &&
    ours.length === theirs.length &&
    theirs.every(({ exchangeTradeId }) => ours.includes(exchangeTradeId))
  );
}

import type { Sql } from 'postgres';
import type { HeardEvent } from '../../../src/demo/event-listener.js';
import type { VenueLedger } from '../../../src/demo/venue-control.js';

/*
 * What must hold beside the ledger: one order for each accepted delivery, and one terminal event
 * for each ended order.
 */

/** Two sorted lists that must be equal. */
export interface ComparedLists {
  readonly actual: readonly string[];
  readonly expected: readonly string[];
}

const TERMINAL = ['order_filled', 'order_cancelled', 'order_expired', 'order_rejected'];

/**
 * Compares the orders on the exchange with the accepted deliveries. Deliveries with a failed order
 * that was never sent are left out.
 */
export async function ordersOfDeliveries(
  sql: Sql,
  desk: { readonly accountId: number; readonly outside: readonly string[] },
  ledger: VenueLedger,
): Promise<ComparedLists> {
  const deliveries = await sql<{ id: string; unsent: boolean }[]>`
    select request ->> 'clientOrderId' as id, failed.id is not null as unsent
    from webhook_deliveries
    join strategies on strategies.id = strategy_id
    left join failed_orders as failed on failed.account_id = strategies.account_id
      and failed.client_order_id = request ->> 'clientOrderId' and failed.exchange_order_id is null
    where strategies.account_id = ${desk.accountId}`;
  const asked = deliveries.filter(({ unsent }) => !unsent).map(({ id }) => id);
  return {
    actual: ledger.orders.map(({ clientOrderId }) => clientOrderId).sort(),
    expected: [...asked, ...desk.outside].sort(),
  };
}

/**
 * The reasons of an end that was concluded here, without the exchange's word: no read showed the
 * order for long (never arrived, withdrawn while unclear, forgotten), or an operator abandoned it.
 * An order that was cancelled before it was sent is none of these.
 */
const UNCONFIRMED = /\bthe exchange does not know (it|the order)\b|^abandoned by an operator\b/;

type Ending = Pick<HeardEvent['data'], 'type' | 'clientOrderId' | 'reason'>;

/**
 * Returns the terminal events of an account that count as the end of their order: all of them, but
 * for an end without the exchange's word right before the order's `order_filled`. There the order
 * had lived on, and late fills are its true end.
 *
 * @param ends terminal events in the order of their ids
 */
export function endingsThatCount<E extends Ending>(ends: readonly E[]): E[] {
  return ends.filter((each, index) => {
    if (each.type === 'order_filled' || !UNCONFIRMED.test(each.reason ?? '')) return true;
    const next = ends.slice(index + 1).find((after) => after.clientOrderId === each.clientOrderId);
    return next?.type !== 'order_filled';
  });
}

/** Compares the received terminal events that count with an account's ended orders: one each. */
export async function endingsOfOrders(
  sql: Sql,
  accountId: number,
  heard: readonly HeardEvent[],
): Promise<ComparedLists> {
  const ended = await sql<{ id: string }[]>`
    select client_order_id as id from trades where account_id = ${accountId}
    union all select client_order_id from failed_orders where account_id = ${accountId}`;
  const own = heard.filter(
    ({ type, data }) => data.accountId === accountId && TERMINAL.includes(type),
  );
  return {
    actual: endingsThatCount(own.map(({ data }) => data))
      .map(({ clientOrderId }) => clientOrderId)
      .sort(),
    expected: ended.map(({ id }) => id).sort(),
  };
}

/**
 * Returns the client order ids of an account's `order_created` events, each as many times as it was
 * received.
 */
export function createdOrders(accountId: number, heard: readonly HeardEvent[]): string[] {
  return heard
    .filter(({ type, data }) => type === 'order_created' && data.accountId === accountId)
    .map(({ data }) => data.clientOrderId)
    .sort();
}

/** Returns the ids of all events after an id, in order. */
export async function outboxIds(sql: Sql, after = 0): Promise<number[]> {
  const rows = await sql<{ id: string }[]>`
    select id from order_events where id > ${after} order by id`;
  return rows.map(({ id }) => Number(id));
}

/** Returns the id right before the first event of some accounts, or 0 if they have none. */
export async function idBeforeEvents(sql: Sql, accountIds: readonly number[]): Promise<number> {
  const [first] = await sql<{ id: string | null }[]>`
    select min(id) as id from order_events where account_id in ${sql(accountIds)}`;
  return first?.id ? Number(first.id) - 1 : 0;
}

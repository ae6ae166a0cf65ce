import type { Sql } from 'postgres';
import type { Compared } from '../ledger/ledger-rows.js';
import type { Ledger } from '../ledger/expect-ledger.js';
import type { ToldEvent } from '../events/returning-listener.js';

const TERMINAL = ['order_filled', 'order_cancelled', 'order_expired', 'order_rejected'];

/** Compares the orders on the exchange with accepted deliveries that have no failed order saying why not. */
export async function rowsOfDeliveries(
  sql: Sql,
  desk: { readonly accountId: number; readonly outside: readonly string[] },
  ledger: Ledger,
): Promise<Compared> {
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

/** Compares the terminal events that were told with the orders of an account that have ended. */
export async function rowsOfEndings(
  sql: Sql,
  accountId: number,
  told: readonly ToldEvent[],
): Promise<Compared> {
  const ended = await sql<{ id: string }[]>`
    select client_order_id as id from trades where account_id = ${accountId}
    union all select client_order_id from failed_orders where account_id = ${accountId}`;
  return {
    actual: told
      .filter(({ type, data }) => data.accountId === accountId && TERMINAL.includes(type))
      .map(({ data }) => data.clientOrderId)
      .sort(),
    expected: ended.map(({ id }) => id).sort(),
  };
}

/** Returns the ids of all events that there are, in order. */
export async function outboxIds(sql: Sql): Promise<number[]> {
  const rows = await sql<{ id: string }[]>`select id from order_events order by id`;
  return rows.map(({ id }) => Number(id));
}

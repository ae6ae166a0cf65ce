import type { Sql, TransactionSql } from 'postgres';

/** Never settles: what waits for it is forgotten. */
const never = new Promise<never>(() => {});
/** What a query fails with when its connection has ended: postgres.js, or Node. */
const ENDED = /^(CONNECTION_|ECONN|EPIPE|ETIMEDOUT)/;

/**
 * Ends the transactions of a pool with their connections.
 *
 * postgres.js (3.4.9) does tell the caller when a transaction's connection ends. But it still sends
 * the rollback, and whatever the transaction goes on to send. With no socket that is an exception
 * which nobody can catch, or the connection is never usable again; once another query has made it
 * connect again, the statement takes effect at once, outside any transaction.
 */
export function endWithConnections(sql: Sql): void {
  const begin = sql.begin.bind(sql) as (use: Use) => Promise<unknown>;
  const guarded = (use: Use): Promise<unknown> => {
    let isOver = false;
    const over = (): void => void (isOver = true);
    const done = begin(async (client) => {
      refuseWhen(client, () => isOver, over);
      const result = await Promise.resolve(use(client)).catch((error: unknown) => {
        if (isOver) return never; // the driver's own promise has told the caller
        throw error;
      });
      return isOver ? never : result;
    });
    done.then(over, over);
    return done;
  };
  Object.assign(sql, { begin: guarded });
}

type Use = (client: TransactionSql) => unknown;

/** Makes a transaction refuse statements once it is over, and notice when its connection ends. */
function refuseWhen(client: TransactionSql, isOver: () => boolean, over: () => void): void {
  const send = client.unsafe.bind(client);
  const guarded = (...args: Parameters<typeof send>): unknown => {
    if (isOver()) return refused();
    const query = send(...args);
    // Before anybody else hears of it, and sends the next statement.
    query.catch((error: unknown) => {
      const { code } = error as { code?: unknown };
      if (typeof code === 'string' && ENDED.test(code)) over();
    });
    return query;
  };
  Object.assign(client, { unsafe: guarded });
}

/** Returns a query that has failed, as far as drizzle uses queries. */
function refused(): Promise<never> & { values(): Promise<never> } {
  const error = Object.assign(new Error('the transaction is over'), { code: 'CONNECTION_CLOSED' });
  const failed = Promise.reject<never>(error);
  failed.catch(() => undefined); // whoever asked hears of it
  return Object.assign(failed, { values: () => failed });
}

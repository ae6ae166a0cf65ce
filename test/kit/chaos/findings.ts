import type { ComparedRow } from '../../../src/demo/compared-rows.js';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import { isFromOutside } from '../desk/outside-order.js';

/** Something that was lost or doubled. */
export interface Finding {
  readonly what: string;
  readonly account: string;
  readonly clientOrderId: string | undefined;
  /** When it happened, if known. */
  readonly at: number | undefined;
  /** Whether it concerns an order that was placed outside. */
  readonly isOutside?: boolean;
}

/** The data that is searched for losses and doubles. */
export interface Evidence {
  readonly books: readonly {
    readonly desk: { readonly name: string };
    readonly ledger: Pick<VenueLedger, 'orders' | 'fills'>;
  }[];
  readonly rows: readonly ComparedRow[];
  readonly delivered: readonly {
    readonly id: string;
    readonly desk: { readonly name: string };
    readonly acceptedAt?: number;
    readonly clientOrderIds: ReadonlySet<string>;
    readonly timesNew: number;
  }[];
  /** Client order ids of failed orders. */
  readonly failed: ReadonlySet<string>;
  /** Ids of all events, and the ids that the listener received, in order of arrival. */
  readonly outbox: readonly number[];
  readonly heard: readonly number[];
}

/**
 * Returns fills without an execution, accepted alerts without an outcome, and events that were not
 * received.
 */
export function findLost(evidence: Evidence): Finding[] {
  const { rows, delivered, failed, outbox, heard, books } = evidence;
  const fills = rows
    .filter(({ kind, exchange, database }) => kind === 'execution' && exchange && !database)
    .map((row) => execution('fill without an execution', row, books));
  const onExchange = new Set(
    books.flatMap(({ ledger }) => ledger.orders.map(({ clientOrderId }) => clientOrderId)),
  );
  const orders = delivered.flatMap(({ id, desk, acceptedAt, clientOrderIds }) =>
    [...clientOrderIds]
      .filter((clientOrderId) => !onExchange.has(clientOrderId) && !failed.has(clientOrderId))
      .map((clientOrderId) => ({
        what: `alert ${id}: accepted, neither on the exchange nor failed`,
        account: desk.name,
        clientOrderId,
        at: acceptedAt,
      })),
  );
  const known = new Set(heard);
  const events = outbox.filter((id) => !known.has(id)).map((id) => event(`event ${id}: not heard`));
  return [...fills, ...orders, ...events];
}

/**
 * Returns executions without a fill, alerts that became several orders, and events that were
 * received again.
 */
export function findDoubled({ rows, delivered, outbox, heard, books }: Evidence): Finding[] {
  const executions = rows
    .filter(({ kind, exchange, database }) => kind === 'execution' && !exchange && database)
    .map((row) => execution('execution without a fill', row, books));
  const taken = delivered
    .filter(({ clientOrderIds, timesNew }) => clientOrderIds.size > 1 || timesNew > 1)
    .map(({ id, desk, acceptedAt, clientOrderIds, timesNew }) => ({
      what: `alert ${id}: taken ${timesNew} times as new, ${clientOrderIds.size} orders`,
      account: desk.name,
      clientOrderId: [...clientOrderIds].join(' '),
      at: acceptedAt,
    }));
  const known = new Set(outbox);
  const events = heard.flatMap((id, index) => {
    if (!known.has(id)) return [event(`event ${id}: heard, but not in the outbox`)];
    const earlier = heard[index - 1];
    return earlier === undefined || earlier < id ? [] : [event(`event ${id}: after ${earlier}`)];
  });
  return [...executions, ...books.flatMap(severalOrders), ...taken, ...events];
}

/**
 * Returns client order ids that several orders share. No two orders of a run may, whoever placed
 * them.
 */
function severalOrders({ desk, ledger }: Evidence['books'][number]): Finding[] {
  const ids = ledger.orders.map(({ clientOrderId }) => clientOrderId);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
  return [...repeated].map((clientOrderId) => {
    const orders = ledger.orders.filter((order) => order.clientOrderId === clientOrderId);
    return {
      what: `${orders.length} orders on the exchange`,
      account: desk.name,
      clientOrderId,
      at: Math.max(...orders.map(({ createdAt }) => createdAt)),
    };
  });
}

function execution(what: string, { account, key }: ComparedRow, books: Evidence['books']): Finding {
  const fill = books
    .filter(({ desk }) => desk.name === account)
    .flatMap(({ ledger }) => ledger.fills)
    .find(({ symbol, exchangeTradeId }) => writings(key).includes(`${symbol} #${exchangeTradeId}`));
  const isOutside = fill !== undefined && isFromOutside(fill.clientOrderId);
  return {
    what: `${what}${isOutside ? ' of an order from outside' : ''}: ${key}`,
    account,
    clientOrderId: fill?.clientOrderId,
    at: fill?.at,
    isOutside,
  };
}

/** Returns a key of a compared row, such as `BTC/KRW #7`, as the exchanges write its market. */
function writings(key: string): string[] {
  return [key.replace('/', ''), key.replace(/^([^/ ]+)\/([^ ]+)/, '$2-$1')];
}

function event(what: string): Finding {
  return { what, account: '', clientOrderId: undefined, at: undefined };
}

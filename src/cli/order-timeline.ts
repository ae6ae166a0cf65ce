import type { OrderEventData } from '../domain/event.js';
import type { FoundOrder } from '../queries/order-summary.js';
import type { OrderTimeline } from '../queries/order-timeline.js';
import { formatTable } from '../text-table.js';
import { formatFacts, formatTime } from './output.js';

/** Formats an order with its events and executions for people. */
export function formatTimeline(order: FoundOrder, timeline: OrderTimeline): string {
  const { events, executions } = timeline;
  const start = startOf(order, timeline);
  const price = order.price === null ? '' : ` at ${order.price}`;
  const average = order.averagePrice === null ? '' : ` at ${order.averagePrice}`;
  const facts = formatFacts({
    order: order.clientOrderId,
    what: `${order.side} ${order.quantity} ${order.symbol} ${order.orderType}${price}`,
    status: order.status,
    filled: `${order.filledQuantity}${average}`,
    reason: order.reason,
    strategy: order.strategy,
    account: order.accountId,
    exchange: order.exchangeOrderId,
    workflow: order.workflowId,
    created: `${formatTime(order.createdAt)} UTC`,
  });
  return [
    facts,
    '',
    formatTable(
      events.map(({ data }) => data),
      [
        { title: 'T', isNumber: true, value: ({ at }) => sinceStart(start, at) },
        { title: 'EVENT', value: ({ type }) => type },
        { title: 'SOURCE', value: ({ source }) => source },
        { title: 'FILLED', isNumber: true, value: ({ filledQuantity }) => filledQuantity },
        { title: 'STATUS', value: ({ status }) => status },
        { title: '', value: detailOf },
      ],
      'no events yet',
    ),
    '',
    formatTable(
      executions,
      [
        {
          title: 'T',
          isNumber: true,
          value: ({ executedAt }) => sinceStart(start, executedAt),
        },
        { title: 'TRADE', value: ({ exchangeTradeId }) => exchangeTradeId },
        { title: 'QUANTITY', isNumber: true, value: (row) => row.executionQuantity },
        { title: 'PRICE', isNumber: true, value: (row) => row.executionPrice },
        {
          title: 'FEE',
          isNumber: true,
          value: ({ fee, feeAsset }) => (feeAsset === null ? null : `${fee} ${feeAsset}`),
        },
        {
          title: 'LIQUIDITY',
          value: ({ isMaker }) => (isMaker === null ? null : isMaker ? 'maker' : 'taker'),
        },
        { title: 'SOURCE', value: ({ source }) => source },
      ],
      'no executions',
    ),
  ].join('\n');
}

function detailOf(event: OrderEventData): string {
  if (event.position) {
    const { quantity, entryPrice } = event.position;
    return `position ${quantity}${entryPrice === null ? '' : ` at ${entryPrice}`}`;
  }
  return event.reason ?? '';
}

/**
 * Returns the earliest time of all: the exchange's clock may be behind ours, so that is not always
 * the order's own.
 */
function startOf(order: FoundOrder, { events, executions }: OrderTimeline): string {
  return [
    order.createdAt,
    ...events.map(({ data }) => data.at),
    ...executions.map(({ executedAt }) => executedAt),
  ].reduce((first, at) => (at < first ? at : first));
}

function sinceStart(start: string, at: string): string {
  return `+${((Date.parse(at) - Date.parse(start)) / 1000).toFixed(3)} s`;
}

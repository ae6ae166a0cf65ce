import type { Account } from '../../market/accounts.js';
import type { Market } from '../../market/market.js';
import type { Execution, ExecutionKind, Fill, MarketUpdate, Order } from '../../model.js';
import type { VenueState } from '../../market/venue-state.js';
import type { StreamEvent } from '../../server/streams.js';
import { positionView, walletView } from './account-views.js';
import { categoryOf } from './categories.js';
import { executionView } from './execution-wire.js';
import type { ExtraFees } from './extra-fees.js';
import { uuidOf } from './ids.js';
import { orderView } from './order-wire.js';

/** The topics of a private stream. `execution.fast` is a topic of its own, with fewer fields. */
export type Topic = 'order' | 'execution' | 'execution.fast' | 'position' | 'wallet';

/** For each topic, a field that clients need. */
const VITAL_FIELD: Readonly<Record<Topic, string>> = {
  order: 'cumExecQty',
  execution: 'execQty',
  'execution.fast': 'execQty',
  position: 'size',
  wallet: 'walletBalance',
};

interface About {
  readonly symbol?: string;
  readonly execution?: ExecutionKind;
}

let frames = 0;

/** Returns an event as it will be sent. */
export function bybitEvent(
  topic: Topic,
  data: readonly object[],
  now: number,
  { symbol, execution }: About = {},
): StreamEvent {
  frames += 1;
  const id = uuidOf(`frame ${frames} ${now}`);
  return {
    text: JSON.stringify({ topic, id, creationTime: now, data }),
    name: topic,
    symbol: symbol ?? null,
    execution: execution ?? null,
    vitalField: VITAL_FIELD[topic],
  };
}

/** Whose update it is, on which market. */
interface Reported {
  readonly market: Market;
  readonly state: VenueState;
  readonly account: Account;
  readonly extraFees: ExtraFees;
}

/**
 * Returns the events that report one update. Fills of one order that directly follow each other
 * share one frame of each topic. Whether the order or its fills come first varies, since Bybit
 * promises no order between topics.
 */
export function bybitEvents(
  update: MarketUpdate,
  { market, state, account, extraFees }: Reported,
  now: number,
): StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const step of stepsOf(update.executions)) {
    const { order, kind, fills, executionId } = step;
    const about = { symbol: order.symbol, execution: kind };
    const ordered = bybitEvent('order', [orderData(order, market)], now, about);
    if (fills.length === 0) {
      events.push(ordered);
      continue;
    }
    const filled = fillEvents(order, fills, { market, extraFees }, now, about);
    events.push(...(executionId % 2 === 0 ? [ordered, ...filled] : [...filled, ordered]));
  }
  for (const position of latestPositions(update)) {
    const data = positionView(state, account, position, 'entryPrice', update.at);
    const withCategory = [{ category: 'linear', ...data }];
    events.push(bybitEvent('position', withCategory, now, { symbol: position.symbol }));
  }
  return [...events, bybitEvent('wallet', [walletView(state, account)], now)];
}

/** Returns an order as the order topic shows it. */
export function orderData(order: Order, market: Market): object {
  const fills = market.ledger.account(order.apiKey).fillsOf(order.orderId);
  return { category: categoryOf(market.name), ...orderView(order, fills, market) };
}

function fillEvents(
  order: Order,
  fills: readonly Fill[],
  { market, extraFees }: Pick<Reported, 'market' | 'extraFees'>,
  now: number,
  about: About,
): StreamEvent[] {
  const category = categoryOf(market.name);
  const all = market.ledger.account(order.apiKey).fillsOf(order.orderId);
  const full = fills.map((fill): Record<string, unknown> => {
    const fees = extraFees.shown(order.apiKey, fill, 'stream');
    return { category, ...executionView(fill, order, all, market, fees) };
  });
  const fast = full.map((each) => Object.fromEntries(FAST.map((name) => [name, each[name]])));
  return [
    bybitEvent('execution', full, now, about),
    bybitEvent('execution.fast', fast, now, about),
  ];
}

const FAST = [
  ...['category', 'symbol', 'execId', 'execPrice', 'execQty', 'orderId', 'isMaker'],
  ...['orderLinkId', 'side', 'execTime', 'seq'],
];

interface Step {
  readonly kind: ExecutionKind;
  readonly executionId: number;
  order: Order;
  readonly fills: Fill[];
}

/** Joins the fills of one order that directly follow each other. */
function stepsOf(executions: readonly Execution[]): Step[] {
  const steps: Step[] = [];
  for (const { kind, executionId, order, fill } of executions) {
    const last = steps.at(-1);
    if (fill && last && last.fills.length > 0 && last.order.orderId === order.orderId) {
      last.order = order;
      last.fills.push(fill);
    } else steps.push({ kind, executionId, order, fills: fill ? [fill] : [] });
  }
  return steps;
}

function latestPositions({
  executions,
}: MarketUpdate): Iterable<NonNullable<Execution['position']>> {
  const latest = new Map<string, NonNullable<Execution['position']>>();
  for (const { position } of executions) if (position) latest.set(position.symbol, position);
  return latest.values();
}

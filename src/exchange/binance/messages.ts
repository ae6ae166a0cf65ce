import { z } from 'zod';
import { compare, multiply, type DecimalString } from '../../domain/decimal.js';
import type { Fill } from '../../domain/fill.js';
import type { OrderUpdate } from '../../domain/order.js';
import { statusFor } from '../../domain/merge.js';
import { readFields } from '../kit/frames.js';
import type { SymbolOf } from '../kit/kept-listing.js';
import { decimal, epochInstant } from '../kit/values.js';
import { current, nameOf } from './answers.js';
import { id, side, status } from './wire.js';

/** The content of one frame of a private stream, in our words. */
export type BinanceMessage =
  | { readonly kind: 'update'; readonly update: OrderUpdate }
  /** The stream has ended, although the socket may stay open. */
  | { readonly kind: 'ended'; readonly reason: string }
  | { readonly kind: 'other'; readonly event: string };

/** The fields of an order that both markets send, under their one-letter names. */
const order = z.object({
  s: z.string(),
  c: z.string(),
  S: side,
  o: z.string().optional(),
  q: decimal,
  p: decimal.optional(),
  x: z.string(),
  X: status,
  i: id,
  l: decimal,
  z: decimal,
  L: decimal,
  n: decimal.nullish(),
  N: z.string().nullish(),
  T: epochInstant,
  t: id.nullish(),
  m: z.boolean().nullish(),
});

/**
 * Spot, "Order Update". When an order is cancelled, `c` is the id of the cancel request, and `C` is
 * the id of the order. When it is amended (`x` is REPLACED), `c` is its new id and `C` its old one;
 * later messages carry only the new one.
 */
const executionReport = z.object({
  E: epochInstant,
  ...order.shape,
  C: z.string().nullish(),
  r: z.string().nullish(),
  Z: decimal.nullish(),
});

/** USDⓈ-M futures, "Event: Order Update". `N` and `n` are absent when nothing was charged. */
const orderTradeUpdate = z.object({
  E: epochInstant,
  o: order.extend({
    rp: decimal.nullish(),
    ap: decimal.nullish(),
    er: z.union([z.string(), z.number()]).nullish(),
  }),
});

const endings = new Set(['listenKeyExpired', 'eventStreamTerminated', 'serverShutdown']);

/**
 * Reads one frame of either market, bare or in one of Binance's envelopes
 * (`{"subscriptionId","event"}`, `{"stream","data"}`). TRADE_LITE is ignored: a message with the
 * same fill, its fee and the status follows.
 *
 * @throws UnreadableMessage when a frame about an order is not as documented
 */
export function readMessage(frame: unknown, symbolOf: SymbolOf): BinanceMessage {
  const message = unwrap(frame);
  const event = typeof message['e'] === 'string' ? message['e'] : '';
  if (endings.has(event)) return { kind: 'ended', reason: event };
  if (event === 'executionReport') {
    const report = readFields(`binance ${event}`, executionReport, message);
    const { C: ownId, Z: quote, E } = report;
    const alias = report.x === 'REPLACED' && ownId ? report.c : undefined;
    const named = { ...report, c: ownId ? ownId : report.c, quote, alias };
    return toMessage(event, named, E, symbolOf, reason(report.r));
  }
  if (event === 'ORDER_TRADE_UPDATE') {
    const { o, E } = readFields(`binance ${event}`, orderTradeUpdate, message);
    const quote = o.ap == null ? null : multiply(o.ap, o.z);
    return toMessage(event, { ...o, quote }, E, symbolOf, expiryReason(String(o.er ?? '0')));
  }
  return { kind: 'other', event };
}

interface Report extends z.infer<typeof order> {
  /** The profit or loss that the exchange realised; futures only. */
  readonly rp?: DecimalString | null | undefined;
  /** The value of the filled quantity, in the quote asset. */
  readonly quote: DecimalString | null | undefined;
  /** The client order id that an amendment has given the order. */
  readonly alias?: string | undefined;
}

/** What happened to an order that was amended, in the field `x` of either market. */
const AMENDMENTS: ReadonlySet<string> = new Set(['REPLACED', 'AMENDMENT']);

function toMessage(
  event: string,
  report: Report,
  eventAt: string,
  symbolOf: SymbolOf,
  why: string | undefined,
): BinanceMessage {
  const symbol = symbolOf(report.s);
  if (symbol === undefined) return { kind: 'other', event: `${event} of unlisted ${report.s}` };
  return {
    kind: 'update',
    update: {
      clientOrderId: nameOf(report.c, report.i),
      exchangeOrderId: report.i,
      symbol,
      side: report.S,
      status: statusFor(report.X, report.z, report.q),
      filledQuantity: report.z,
      ...(report.quote == null ? {} : { cumulativeQuote: report.quote }),
      ...current({ type: report.o, quantity: report.q, price: report.p, asOf: report.T }),
      ...(report.alias === undefined ? {} : { alias: report.alias }),
      ...(AMENDMENTS.has(report.x) ? { mayAmend: true } : {}),
      fill: toFill(report),
      eventAt,
      ...(why === undefined ? {} : { reason: why }),
    },
  };
}

/**
 * Returns the fill in a report, or `null` if the report lacks trade id, quantity or price. The
 * order's cumulative quantity then shows that a fill is missing, and REST has it.
 */
function toFill(report: Report): Fill | null {
  const isExecution = report.x === 'TRADE' || report.x === 'CALCULATED';
  const hasTradeId = report.t != null && compare(report.t, '0') > 0;
  if (!isExecution || !hasTradeId || compare(report.l, '0') <= 0 || compare(report.L, '0') <= 0) {
    return null;
  }
  return {
    exchangeTradeId: String(report.t),
    price: report.L,
    quantity: report.l,
    isMaker: report.m ?? null,
    fee: report.n ?? '0',
    feeAsset: report.N ?? null,
    realizedPnl: report.rp ?? null,
    executedAt: report.T,
  };
}

function reason(text: string | null | undefined): string | undefined {
  return text && text !== 'NONE' ? text : undefined;
}

/** USDⓈ-M futures, "Event: Order Update", field `er`. */
function expiryReason(code: string): string | undefined {
  const reasons: Readonly<Record<string, string>> = {
    '1': 'self-trade prevention',
    '2': 'IOC remainder not filled',
    '3': 'IOC self-trade prevention',
    '4': 'reduce-only',
    '5': 'liquidation',
    '6': 'GTE',
    '7': 'symbol delisted',
    '8': 'stop order follow-up',
    '9': 'market order remainder not filled',
  };
  return reasons[code];
}

function unwrap(frame: unknown): Record<string, unknown> {
  if (typeof frame !== 'object' || frame === null) return {};
  const outer = frame as Record<string, unknown>;
  for (const name of ['event', 'data']) {
    const inner = outer[name];
    if (typeof inner === 'object' && inner !== null) return inner as Record<string, unknown>;
  }
  return outer;
}

import { describeOrder, type OrderRequest } from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';

/** What the Web UI shows as current details: one look tells how the order stands. Markdown. */
export function currentDetails(request: OrderRequest, progress: OrderProgress): string {
  const lines = [
    `**${describeOrder(request)}** ${request.orderType}${request.price === null ? '' : ` at ${request.price}`}`,
    '',
    `- status: **${progress.status}**`,
    `- filled: ${progress.filledQuantity} of ${request.quantity}`,
    `- exchange order id: ${progress.exchangeOrderId ?? 'none yet'}`,
    ...(progress.isIncomplete ? ['- the exchange reports fills that are being fetched'] : []),
    ...(progress.reason === undefined ? [] : [`- ${progress.reason}`]),
  ];
  return lines.join('\n');
}

/** Names the wait that follows, for the timer's summary. */
export function describeWait(progress: OrderProgress, waitMs: number): string {
  const seconds = `${waitMs / 1000} s`;
  if (progress.status === 'PENDING') return `send again in ${seconds}`;
  if (progress.status === 'UNKNOWN') return `ask the exchange again in ${seconds}`;
  if (progress.isIncomplete) return `fetch the missing fills in ${seconds}`;
  return `a stream message, else poll in ${seconds}`;
}

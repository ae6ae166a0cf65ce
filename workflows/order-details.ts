import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import {
  describeOrder,
  isTerminal,
  type OrderRequest,
  type OrderStatus,
} from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { SearchAttribute } from './search-attributes.js';

/** Shows operators how an order stands: its details in the Web UI, its status in lists. */
export class OrderDetails {
  #listed: OrderStatus | undefined;

  constructor(private readonly request: OrderRequest) {}

  /** @param isPoll nothing came before this step: the order rests */
  show(progress: OrderProgress, isPoll: boolean): void {
    const { status } = progress;
    setCurrentDetails(currentDetails(this.request, progress));
    // An upsert costs the server a write: an order that is settled before its first poll makes one.
    if (status === this.#listed || !(isTerminal(status) || isPoll)) return;
    upsertSearchAttributes([{ key: SearchAttribute.status, value: status }]);
    this.#listed = status;
  }
}

/** What the Web UI shows as current details: one look says how the order stands. Markdown. */
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

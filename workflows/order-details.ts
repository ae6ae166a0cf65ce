import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import {
  describeOrder,
  isTerminal,
  type OrderRequest,
  type OrderStatus,
} from '../src/domain/order.js';
import type { OrderProgress } from '../src/domain/progress.js';
import { SearchAttribute } from './search-attributes.js';

/** Shows operators how an order stands: in the Web UI's details, and as a search attribute. */
export class OrderDetails {
  #listed: OrderStatus | undefined;

  constructor(private readonly request: OrderRequest) {}

  /** @param isPoll whether only the order's own timer caused this step, since the order rests */
  show(progress: OrderProgress, isPoll: boolean): void {
    const { status } = progress;
    setCurrentDetails(currentDetails(this.request, progress));
    // An upsert costs the server a write. An order that is settled before its first poll needs one.
    if (status === this.#listed || !(isTerminal(status) || isPoll)) return;
    upsertSearchAttributes([{ key: SearchAttribute.status, value: status }]);
    this.#listed = status;
  }
}

/** Returns the current details for the Web UI, in Markdown: how the order stands. */
function currentDetails(request: OrderRequest, progress: OrderProgress): string {
  const { quantity, price } = progress.terms ?? request;
  const lines = [
    `**${describeOrder(request)}** ${request.orderType}${price === null ? '' : ` at ${price}`}`,
    '',
    `- status: **${progress.status}**`,
    `- filled: ${progress.filledQuantity} of ${quantity}`,
    `- exchange order id: ${progress.exchangeOrderId ?? 'none yet'}`,
    ...(progress.isIncomplete ? ['- the exchange reports fills that are being fetched'] : []),
    ...(progress.reason === undefined ? [] : [`- ${progress.reason}`]),
  ];
  return lines.join('\n');
}

/**
 * Names the wait that follows, for the timer's summary.
 *
 * @param isCancelNext whether an owed cancel is sent when the wait is over
 */
export function describeWait(
  progress: OrderProgress,
  waitMs: number,
  isCancelNext: boolean,
): string {
  const seconds = `${waitMs / 1000} s`;
  if (isCancelNext) return `cancel again in ${seconds}`;
  if (progress.status === 'PENDING') return `send again in ${seconds}`;
  if (progress.status === 'UNKNOWN') return `ask the exchange again in ${seconds}`;
  if (progress.isIncomplete) return `fetch the missing fills in ${seconds}`;
  return `a stream message, else poll in ${seconds}`;
}

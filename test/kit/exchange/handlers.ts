import type { OrderUpdate } from '../../../src/domain/order.js';
import type { StreamHandlers } from '../../../src/exchange/exchange.js';

/** Handlers for frames that must be readable. */
export const strictHandlers: StreamHandlers = {
  onUpdates: () => undefined,
  onUnreadable: (problem) => {
    throw new Error(problem);
  },
};

/** Handlers that keep what they are called with. */
export function keepingHandlers(): {
  handlers: StreamHandlers;
  updates: OrderUpdate[];
  problems: string[];
} {
  const updates: OrderUpdate[] = [];
  const problems: string[] = [];
  return {
    updates,
    problems,
    handlers: {
      onUpdates: (more) => void updates.push(...more),
      onUnreadable: (problem) => void problems.push(problem),
    },
  };
}

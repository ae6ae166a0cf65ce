import type { Client } from '@temporalio/client';
import { SearchAttribute } from '../../workflows/search-attributes.js';
import type { LatestOrder, OrderTracking, TrackedOrder } from '../../activities/dependencies.js';
import type { OrderProgress } from '../domain/progress.js';
import { orderWorkflowId } from '../domain/ids.js';
import { latestProgress } from './latest-progress.js';
import { startAgain, startOrderWorkflow, type OrderTiming } from './start-order.js';
import { unlessAbsent } from './unless-absent.js';
import { wakeOrder } from './wake-order.js';

/** A backup is rarely older than a day. */
const RECENT_MS = 26 * 3_600_000;
const PAGE = 1_000;
const MOST_LATEST = 100;

/** Gives activities access to the workflows that own orders. */
export function orderTracking(client: Client, timing: OrderTiming): OrderTracking {
  return {
    wake: (order, source) => wakeOrder(client, order, source),
    isTracked({ accountId, clientOrderId }) {
      const workflow = client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId));
      return unlessAbsent(async () => (await workflow.describe()).status.name === 'RUNNING', false);
    },
    progressOf: (order) => latestProgress(client, order),
    async tracked() {
      const ids = new Set<string>();
      // The list lags by about a second. Orders that are not on it are looked up one by one.
      const query = `WorkflowType = 'orderWorkflow' AND ExecutionStatus = 'Running'`;
      for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) {
        ids.add(workflowId);
      }
      return ids;
    },
    async *recent(accountName) {
      const since = new Date(Date.now() - RECENT_MS).toISOString();
      const query = `${ofAccount(accountName)} AND (ExecutionStatus = 'Running' OR StartTime > '${since}')`;
      let page: TrackedOrder[] = [];
      for await (const found of client.workflow.list({ query, pageSize: PAGE })) {
        const { typedSearchAttributes: attributes } = found;
        const clientOrderId = attributes.get(SearchAttribute.clientOrderId);
        const symbol = attributes.get(SearchAttribute.symbol);
        if (clientOrderId === undefined || symbol === undefined) continue;
        page.push({ clientOrderId, symbol });
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
      yield page;
    },
    async latest({ id: accountId, name }, since) {
      const start = since.toISOString();
      const latest: LatestOrder[] = [];
      for (const [hasEnded, filter] of [
        [false, `ExecutionStatus = 'Running' AND StartTime > '${start}'`],
        [true, `ExecutionStatus = 'Completed' AND CloseTime > '${start}'`],
      ] as const) {
        const query = `${ofAccount(name)} AND ${filter}`;
        let count = 0;
        // The list begins with the latest.
        for await (const found of client.workflow.list({ query, pageSize: MOST_LATEST })) {
          const clientOrderId = found.typedSearchAttributes.get(SearchAttribute.clientOrderId);
          // An account of an earlier time may have had the same name.
          const isOwn = found.workflowId === orderWorkflowId(accountId, clientOrderId ?? '');
          if (clientOrderId !== undefined && isOwn) {
            latest.push({ clientOrderId, startedAt: found.startTime, hasEnded });
          }
          if (++count === MOST_LATEST) break;
        }
      }
      return latest;
    },
    async track(request, strategyName, progress) {
      const start = (open?: OrderProgress) =>
        startOrderWorkflow(client, request, strategyName, timing, open);
      if (progress) return start(progress);
      // Only if a workflow of this order has run before may the order have been sent.
      return (await start()) || startAgain(client, request, strategyName, timing);
    },
  };
}

/** Returns Temporal's list filter for the workflows of an account's orders. */
function ofAccount(accountName: string): string {
  return `WorkflowType = 'orderWorkflow' AND ${SearchAttribute.account.name} = ${quoted(accountName)}`;
}

/** Quotes a text for Temporal's list filter. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

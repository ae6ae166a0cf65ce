/**
 * Returns the id of the workflow that owns an order. Ids are built in this file only, since stream,
 * edge and sync must use exactly the same ones.
 */
export function orderWorkflowId(accountId: number, clientOrderId: string): string {
  return `order:${accountId}:${clientOrderId}`;
}

/** Returns the id of the workflow that owns an account. */
export function accountWorkflowId(accountId: number): string {
  return `account:${accountId}`;
}

/** Returns the id of the workflow that holds an account's private stream. */
export function streamWorkflowId(accountId: number): string {
  return `stream:${accountId}`;
}

/** The id of the single sweep workflow. */
export const SWEEP_WORKFLOW_ID = 'sweep';

/** The prefix of all our client order ids. It has no special meaning on any exchange. */
const CLIENT_ORDER_ID_PREFIX = 'ft-';

/**
 * Returns the client order id for a delivery's digest: prefix plus 32 hex digits, 35 characters of
 * `[a-z0-9-]`, which every supported exchange accepts.
 *
 * @param digestHex at least 32 hex digits of a digest over the request's identity
 */
export function clientOrderIdFromDigest(digestHex: string): string {
  return `${CLIENT_ORDER_ID_PREFIX}${digestHex.slice(0, 32)}`;
}

/**
 * Returns whether a client order id is one of ours, each of which belongs to one order for ever.
 * Ids from other sources may be used again.
 */
export function isOwnId(clientOrderId: string): boolean {
  return clientOrderId.startsWith(CLIENT_ORDER_ID_PREFIX);
}

/** Orders and accounts: workflows, and the activities of an order's life. */
export const ORDER_TASK_QUEUE = 'filltrail-orders';

/** Private streams: one long activity per account. */
export const STREAM_TASK_QUEUE = 'filltrail-streams';

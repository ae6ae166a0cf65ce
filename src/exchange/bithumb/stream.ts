import type { StreamParts } from '../kit/korean/stream.js';
import { readOrder } from './messages.js';

/**
 * Bithumb's private stream (v2). `PING` every ten seconds keeps it alive; the answer is
 * `{"status":"UP"}`.
 */
export const stream: StreamParts = {
  url: 'wss://ws-api.bithumb.com/websocket/v2/private',
  claims: () => ({ timestamp: Date.now() }),
  pingText: 'PING',
  readOrder,
};

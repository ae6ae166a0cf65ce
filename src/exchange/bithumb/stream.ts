import type { StreamParts } from '../kit/korean/stream.js';
import { readOrder } from './messages.js';

/**
 * Bithumb's private stream (v2). A `PING` every ten seconds keeps it alive; the server answers
 * `{"status":"UP"}`.
 */
export const stream: StreamParts = {
  url: 'wss://ws-api.bithumb.com/websocket/v2/private',
  claims: () => ({ timestamp: Date.now() }),
  pingText: 'PING',
  readOrder,
};

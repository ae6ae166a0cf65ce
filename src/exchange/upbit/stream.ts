import type { StreamParts } from '../kit/korean/stream.js';
import { readOrder } from './messages.js';

/**
 * Upbit's private stream. Ping frames keep it alive; whether it answers a text ping is not
 * confirmed.
 *
 * @see https://docs.upbit.com/kr/reference/auth for the token
 */
export const stream: StreamParts = {
  url: 'wss://api.upbit.com/websocket/v1/private',
  readOrder,
};

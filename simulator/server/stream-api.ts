import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Answer } from '../http.js';
import type { MarketName } from '../names.js';

/** One private stream of an exchange. */
export interface StreamApi {
  /** The markets whose events it carries. */
  readonly markets: readonly MarketName[];
  matches(path: string): boolean;
  /** Refuses a handshake with an answer, or admits it with null. Without it all are admitted. */
  admit?(request: IncomingMessage): Answer | null;
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** Looks after lifetimes: called about once a second. */
  tick(now: number): void;
}

import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Answer } from '../http.js';
import type { MarketName } from '../names.js';

/** One private stream of an exchange. */
export interface StreamApi {
  /** The markets whose events it carries. */
  readonly markets: readonly MarketName[];
  matches(path: string): boolean;
  /** Returns the refusal of a handshake, or null to admit it. Without this, all are admitted. */
  admit?(request: IncomingMessage): Answer | null;
  accept(socket: WebSocket, request: IncomingMessage): void;
  /** Ends what has reached its lifetime. Called at least once a second. */
  tick(now: number): void;
}

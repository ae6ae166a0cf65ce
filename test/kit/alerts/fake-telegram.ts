import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call of the Bot API's `sendMessage`, as it was received. */
export interface SentMessage {
  readonly chat_id: string;
  readonly text: string;
}

export interface NextAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Stands in for api.telegram.org: `POST /bot<token>/sendMessage`, as its documentation describes
 * it.
 */
export class FakeTelegram {
  /** What was delivered to the chat. */
  readonly delivered: SentMessage[] = [];
  /** When each call was received, delivered or not. */
  readonly calledAt: number[] = [];
  /** Answers to the next calls, which are then not delivered. */
  readonly nextAnswers: NextAnswer[] = [];
  /** Calls are delivered only when this resolves. */
  gate: Promise<void> = Promise.resolve();
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  constructor(
    readonly token: string,
    readonly chatId: string,
  ) {}

  /** Listens. Given the port of an earlier run, it is reachable at the same address again. */
  async open(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calledAt.push(Date.now());
    const message = JSON.parse(await text(request)) as SentMessage;
    await this.gate;
    const { status, body } = this.nextAnswers.shift() ?? this.#take(request, message);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #take(request: IncomingMessage, message: SentMessage): NextAnswer {
    if (request.method !== 'POST' || request.url !== `/bot${this.token}/sendMessage`) {
      return refusal(401, 'Unauthorized');
    }
    if (message.chat_id !== this.chatId) return refusal(400, 'Bad Request: chat not found');
    if (!message.text) return refusal(400, 'Bad Request: message text is empty');
    if (message.text.length > 4_096) return refusal(400, 'Bad Request: message is too long');
    this.delivered.push(message);
    const result = { message_id: this.delivered.length, date: 0, chat: { id: 1 } };
    return { status: 200, body: { ok: true, result } };
  }
}

/** Returns the answer to a failed call. */
export function refusal(
  status: number,
  description: string,
  parameters?: { retry_after: number },
): NextAnswer {
  return { status, body: { ok: false, error_code: status, description, parameters } };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call of the Bot API's `sendMessage`, as it came. */
export interface SentMessage {
  readonly chat_id: string;
  readonly text: string;
}

export interface NextAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Stands in for api.telegram.org: `POST /bot<token>/sendMessage` as its documentation describes it.
 */
export class FakeTelegram {
  /** What was delivered to the chat. */
  readonly delivered: SentMessage[] = [];
  /** When each call came, delivered or not. */
  readonly calledAt: number[] = [];
  /** Answers of the next calls, instead of delivering. */
  readonly nextAnswers: NextAnswer[] = [];
  /** While set, calls are delivered only when it resolves. */
  gate: Promise<void> = Promise.resolve();
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response);
  });

  constructor(
    readonly token: string,
    readonly chatId: string,
  ) {}

  /** Listens; a port that was used before makes it come back at the same address. */
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

/** An answer of a call that failed. */
export function refusal(
  status: number,
  description: string,
  parameters?: { retry_after: number },
): NextAnswer {
  return { status, body: { ok: false, error_code: status, description, parameters } };
}

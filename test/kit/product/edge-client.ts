import { readAnswer, type Answer } from '../answer.js';

export interface EdgeTokens {
  readonly viewer: string;
  readonly operator: string;
}

type HeaderFields = Readonly<Record<string, string>>;

/** The only client of the product's HTTP API: webhook, reads, and the operators' calls. */
export class EdgeClient {
  readonly asViewer: HeaderFields;
  readonly asOperator: HeaderFields;

  /** @param originOf called for each request, since a restarted edge may have moved */
  constructor(
    private readonly originOf: () => string,
    readonly tokens: EdgeTokens,
  ) {
    this.asViewer = { Authorization: `Bearer ${tokens.viewer}` };
    this.asOperator = { Authorization: `Bearer ${tokens.operator}` };
  }

  get origin(): string {
    return this.originOf();
  }

  async request(method: string, path: string, init: RequestInit): Promise<Answer> {
    return readAnswer(await fetch(`${this.origin}${path}`, { method, ...init }));
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path, { headers: this.asViewer });
  }

  post(
    path: string,
    body: unknown,
    headers: HeaderFields = {},
    signal: AbortSignal | null = null,
  ): Promise<Answer> {
    return this.request('POST', path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal,
    });
  }

  /** Delivers an alert once, as a charting service does. */
  alert(body: object | string, signal?: AbortSignal): Promise<Answer> {
    return this.post('/api/webhook', body, {}, signal ?? null);
  }

  /** Cancels an order as an operator. */
  cancel(clientOrderId: string, signal?: AbortSignal): Promise<Answer> {
    const path = `/api/orders/${clientOrderId}/cancel`;
    return this.post(path, '', this.asOperator, signal ?? null);
  }

  /** Returns an order as the product reports it. */
  async order(clientOrderId: string): Promise<Record<string, unknown>> {
    const { body } = await this.get(`/api/orders/${clientOrderId}`);
    return body as Record<string, unknown>;
  }

  /** Returns an order's status as the product reports it. */
  async statusOf(clientOrderId: string): Promise<string> {
    return String((await this.order(clientOrderId))['status']);
  }

  /** Makes the product compare an account's open orders with the exchange's now. */
  sync(accountId: number): Promise<Answer> {
    const path = '/admin/system/order-tracking/sync-orders';
    return this.post(path, { account_id: accountId }, this.asOperator);
  }
}

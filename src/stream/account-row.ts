import { findAccount, type StoredAccount } from '../accounts/accounts.js';
import type { ExchangeAdapter, OpenStream } from '../exchange/exchange.js';
import type { HoldingDependencies } from './dependencies.js';

/** An account as the table had it when it was last read, as far as its stream goes. */
export class AccountRow {
  #account: StoredAccount | undefined;

  constructor(
    private readonly deps: Pick<HoldingDependencies, 'db' | 'secretsKey' | 'exchanges'>,
    private readonly accountId: number,
  ) {}

  get isRead(): boolean {
    return this.#account !== undefined;
  }

  /** What its stream is subscribed for; `null` before the first reading. */
  get scope(): ExchangeAdapter['streamScope'] | null {
    return this.#account ? this.deps.exchanges.scopeOf(this.#account) : null;
  }

  /** Returns the way to open its stream. @throws Error before the first reading */
  openStream(): OpenStream {
    if (!this.#account) throw new Error('the account must be read before its stream is opened');
    return this.deps.exchanges.openStream(this.#account);
  }

  /** Reads the row again. Resolves with what became of it since the last reading. */
  async read(): Promise<'first' | 'same' | 'changed' | 'removed'> {
    const { db, secretsKey } = this.deps;
    const before = this.#account;
    const account = await findAccount(db, secretsKey, this.accountId);
    if (!account) return 'removed';
    this.#account = account;
    if (!before) return 'first';
    return before.updatedAt === account.updatedAt ? 'same' : 'changed';
  }
}

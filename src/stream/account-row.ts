import { findAccount, type StoredAccount } from '../accounts/accounts.js';
import type { ExchangeAdapter, OpenStream } from '../exchange/exchange.js';
import type { HoldingDependencies } from './dependencies.js';

/** The part of an account's row that its stream depends on, as it was last read. */
export class AccountRow {
  #account: StoredAccount | undefined;

  constructor(
    private readonly deps: Pick<HoldingDependencies, 'db' | 'secretsKey' | 'exchanges'>,
    private readonly accountId: number,
  ) {}

  get isRead(): boolean {
    return this.#account !== undefined;
  }

  /** What its stream subscribes to; `null` before the first read. */
  get scope(): ExchangeAdapter['streamScope'] | null {
    return this.#account ? this.deps.exchanges.scopeOf(this.#account) : null;
  }

  /** Returns the function that opens its stream. @throws Error before the first read */
  openStream(): OpenStream {
    if (!this.#account) throw new Error('the account must be read before its stream is opened');
    return this.deps.exchanges.openStream(this.#account);
  }

  /** Reads the row again. Resolves with how it has changed since the last read. */
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

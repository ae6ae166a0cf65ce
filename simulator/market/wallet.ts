import { ZERO, type Decimal } from '../decimal.js';
import type { Balance, Position } from '../model.js';

const DEFAULT_LEVERAGE = 20;

/**
 * The funds of one account, on one market or on all that share a wallet. All balances and positions
 * change through it, so it knows which changes the journal does not have yet.
 */
export class Wallet {
  readonly #balances = new Map<string, Balance>();
  readonly #positions = new Map<string, Position>();
  readonly #leverage = new Map<string, number>();
  #dirtyAssets = new Set<string>();
  #dirtySymbols = new Set<string>();

  balance(asset: string): Balance {
    return this.#balances.get(asset) ?? { asset, free: ZERO, locked: ZERO, bound: ZERO };
  }

  balances(): Balance[] {
    return [...this.#balances.values()];
  }

  setBalance(balance: Balance): void {
    this.#balances.set(balance.asset, balance);
    this.#dirtyAssets.add(balance.asset);
  }

  /** Adds `amount` to the free balance, or takes it away if negative. */
  credit(asset: string, amount: Decimal): void {
    const before = this.balance(asset);
    this.setBalance({ ...before, free: before.free.plus(amount) });
  }

  lock(asset: string, amount: Decimal): void {
    const before = this.balance(asset);
    const [free, locked] = [before.free.minus(amount), before.locked.plus(amount)];
    this.setBalance({ ...before, free, locked });
  }

  unlock(asset: string, amount: Decimal): void {
    this.lock(asset, amount.neg());
  }

  /**
   * Binds margin for a resting order, or releases it if negative. The sum is kept, since adding up
   * a thousand resting orders for each new one is slow.
   */
  bind(asset: string, margin: Decimal): void {
    if (margin.isZero()) return;
    const before = this.balance(asset);
    this.setBalance({ ...before, bound: before.bound.plus(margin) });
  }

  position(symbol: string): Position {
    return (
      this.#positions.get(symbol) ?? { symbol, amount: ZERO, entryPrice: ZERO, realizedPnl: ZERO }
    );
  }

  positions(): Position[] {
    return [...this.#positions.values()];
  }

  setPosition(position: Position): void {
    this.#positions.set(position.symbol, position);
    this.#dirtySymbols.add(position.symbol);
  }

  leverage(symbol: string): number {
    return this.#leverage.get(symbol) ?? DEFAULT_LEVERAGE;
  }

  setLeverage(symbol: string, leverage: number): void {
    this.#leverage.set(symbol, leverage);
  }

  leverages(): [string, number][] {
    return [...this.#leverage];
  }

  /** Returns the balances and positions that changed since the last call. */
  takeChanges(): { balances: Balance[]; positions: Position[] } {
    const balances = [...this.#dirtyAssets].map((asset) => this.balance(asset));
    const positions = [...this.#dirtySymbols].map((symbol) => this.position(symbol));
    this.#dirtyAssets = new Set();
    this.#dirtySymbols = new Set();
    return { balances, positions };
  }
}

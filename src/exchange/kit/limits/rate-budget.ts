import type { AnsweredCall } from '../ccxt-client.js';
import type { Endpoints } from '../../exchange.js';
import { ExchangeFailure } from '../../failure.js';
import { AddressLimits } from './address-limits.js';
import { LimitBook } from './limit-book.js';
import {
  inSeconds,
  longer,
  type Costs,
  type LimitRules,
  type Priority,
  type Wait,
} from './limits.js';

/**
 * How far calls of each priority may use up a limit. The rest is reserved for calls of higher
 * priority and for other programs behind the same address.
 */
const SHARES: Readonly<Record<Priority, number>> = {
  order: 1,
  verify: 0.9,
  background: 0.7,
  scan: 0.6,
};
const RANKS: Readonly<Record<Priority, number>> = { order: 0, verify: 1, background: 2, scan: 3 };
/**
 * The even pace of background calls. It is a little below their share, so that they seldom reach
 * it.
 */
const PACE = 0.65;
/**
 * How far they may run ahead of that pace, as a part of the window. Reading a long list takes all
 * that it may, so it leaves the comparisons room to run ahead of it.
 */
const AHEAD: Partial<Readonly<Record<Priority, number>>> = { background: 0.35, scan: 0.15 };

/** What a call's budget depends on. */
export interface BudgetedCall {
  readonly priority: Priority;
  /** The call's cost, if it differs from the usual one. */
  readonly costs?: Costs;
}

/**
 * What an account may still ask of its exchange. Accounts behind one address share what the
 * exchange counts by address.
 *
 * Each process has its own budgets. That is enough: an answer's headers report everybody's use, so
 * with the next answer we learn what other workers, the command line or another program have used.
 */
export class RateBudget {
  /** Reads every answer's headers. */
  readonly onAnswer = (answer: AnsweredCall): void => {
    const now = Date.now();
    this.#announce(now);
    for (const reading of this.rules.read(answer, now)) {
      this.address.book.learn(reading, now);
      this.account.learn(reading, now);
    }
  };

  /** @param name tells the accounts behind the address apart */
  constructor(
    private readonly rules: LimitRules,
    private readonly address: AddressLimits,
    private readonly account: LimitBook,
    private readonly name: string,
  ) {}

  /**
   * Resolves when a call may be made, with a function to call when it has ended. Short waits happen
   * inside.
   *
   * @throws ExchangeFailure of origin `paused`, with the time to wait
   */
  async admit(
    { exchange, call }: { readonly exchange: string; readonly call: string },
    { priority, costs = this.rules.usualCosts(priority) }: BudgetedCall,
  ): Promise<() => void> {
    let end: (() => void) | undefined;
    const attempt = (now: number): Wait | null => {
      const wait = this.#waitFor(priority, costs, call, now);
      if (wait) return wait;
      end = this.#reserve(priority, costs, call, now);
      return null;
    };
    const queue = `${this.name} ${priority} ${Object.keys(costs).join()}`;
    const enter = () => this.address.line.enter(RANKS[priority], queue, attempt);
    let wait = await enter();
    // An exchange does not announce that it has raised its limits.
    if (wait && !wait.isPause && (await this.address.renew(this.rules))) wait = await enter();
    if (end && !wait) return end;
    if (wait && priority === 'background') this.address.postpone(wait.ms);
    throw new ExchangeFailure(
      `${exchange} ${call}: not asked, since ${wait?.reason ?? 'it must wait'}`,
      'paused',
      { retryAfterMs: Math.ceil(wait?.ms ?? 0) },
    );
  }

  /** Notes that a call succeeded, so that the next pause of unknown length is short again. */
  learnFromSuccess(): void {
    this.address.book.succeeded();
    this.account.succeeded();
  }

  /** Starts a pause if the failure calls for one. */
  learnFromFailure(failure: ExchangeFailure, { priority, costs }: BudgetedCall): void {
    if (failure.origin !== 'answer') return;
    const silence = this.rules.silenceAfter(failure, costs ?? this.rules.usualCosts(priority));
    if (!silence) return;
    const { retryAfterMs = 0 } = failure.details;
    const book = silence.scope === 'address' ? this.address.book : this.account;
    book.keepSilent(silence, retryAfterMs > 0 ? retryAfterMs : undefined, Date.now());
  }

  #waitFor(priority: Priority, costs: Costs, call: string, now: number): Wait | null {
    this.#announce(now);
    const { book } = this.address;
    const silence = longer(book.silence(costs, now), this.account.silence(costs, now));
    if (silence) return silence;
    const share = SHARES[priority];
    const room = longer(
      book.waitForRoom(costs, share, now),
      this.account.waitForRoom(costs, share, now),
    );
    const ahead = AHEAD[priority];
    return ahead === undefined ? room : longer(room, this.#turn(costs, call, ahead, now));
  }

  /** At a crowded address, comparisons take turns instead of failing late in each minute. */
  #turn(costs: Costs, call: string, ahead: number, now: number): Wait | null {
    const pace = this.address.book.paceOf(costs, PACE);
    if (!pace) return null;
    const { earnMs, windowMs } = pace;
    const aheadMs = Math.max(windowMs * ahead, earnMs); // at least one call
    const ms = this.address.pacer.waitFor(`${this.name} ${call}`, earnMs, aheadMs, now);
    if (ms <= 0) return null;
    const reason = `calls in the background take turns: not before ${inSeconds(ms)}`;
    return { ms, isPause: false, reason };
  }

  #reserve(priority: Priority, costs: Costs, call: string, now: number): () => void {
    const pace = this.address.book.paceOf(costs, PACE);
    if (AHEAD[priority] !== undefined && pace) {
      this.address.pacer.spend(`${this.name} ${call}`, pace.earnMs, now);
    }
    const ends = [this.address.book.reserve(costs, now), this.account.reserve(costs, now)];
    return () => {
      for (const end of ends) end();
      this.address.line.recheck();
    };
  }

  #announce(now: number): void {
    const limits = this.rules.limits();
    this.address.book.announce(limits, now);
    this.account.announce(limits, now);
  }
}

/** By exchange, server and market; also without the market where those are counted together. */
const addresses = new Map<string, AddressLimits>();
const accounts = new Map<string, LimitBook>();

/**
 * Returns the budget of an account, or of the public calls to some endpoints. Opening the account
 * again returns the same budget: what it has used stays used.
 */
export function rateBudgetOf(
  account: Endpoints & { readonly id?: number },
  rules: LimitRules,
): RateBudget {
  const place = placeOf(account);
  const name = `${place} ${account.id ?? 'public'}`;
  const book = accounts.get(name) ?? new LimitBook('account');
  accounts.set(name, book);
  return new RateBudget(rules, addressOf(account, rules), book, name);
}

/**
 * Returns whether background calls are being held back because of the limits. A caller that asked
 * order by order instead would use up the room that they are waiting for.
 */
export function isBackgroundPostponed(endpoints: Endpoints): boolean {
  return addresses.get(placeOf(endpoints))?.isPostponing() ?? false;
}

function placeOf({ exchange, marketType, restUrl }: Endpoints): string {
  return JSON.stringify([exchange, marketType, restUrl]);
}

/** Returns what the accounts share. Noted by market as well, for those who know no rules. */
function addressOf(account: Endpoints, { countsMarketsTogether }: LimitRules): AddressLimits {
  const place = placeOf(account);
  const { exchange, restUrl } = account;
  const shared = countsMarketsTogether ? JSON.stringify([exchange, restUrl]) : place;
  const address = addresses.get(shared) ?? new AddressLimits();
  addresses.set(shared, address);
  addresses.set(place, address);
  return address;
}

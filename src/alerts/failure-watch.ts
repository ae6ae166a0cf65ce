import type { Database } from '../../drizzle/database.js';
import { AlertCode } from '../domain/alert.js';
import { redactText, type Logger } from '../observability/log.js';
import { raiseAlert } from './raise-alert.js';

/** A minute of failures is more than a hiccup. */
const ALERT_AFTER_MS = 60_000;
/** Failures that are further apart are not one: what fails is tried again within seconds. */
const APART_MS = 300_000;

/** What is watched: a step, and whose it is. */
export interface WatchedStep {
  readonly activity: string;
  /** `null` for a step that belongs to no account. */
  readonly accountId: number | null;
  /** Tells steps of one activity and account apart, such as those of different orders. */
  readonly subject?: string;
}

interface Failing {
  since: number;
  lastAt: number;
  problem: string;
}

/** Alerts that belong to no account carry this number: none has it. */
const NO_ACCOUNT = 0;

/**
 * Alerts the operator when a step has been failing for a minute, however it is retried: once per
 * account, activity and day. While the database is away nothing can be recorded; the alert is then
 * raised when it is back, even if the step works again by then.
 */
export class FailureWatch {
  readonly #failing = new Map<string, Failing>();
  /** Alerts that could not be recorded yet, by their step. */
  readonly #owed = new Map<string, { step: WatchedStep; failing: Failing }>();

  constructor(
    private readonly db: Database,
    private readonly log: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Notes that a step has failed.
   *
   * @param startedAt when the attempt began, in milliseconds since the epoch
   */
  async failed(step: WatchedStep, error: unknown, startedAt: number): Promise<void> {
    const at = this.now();
    const problem = redactText(error instanceof Error ? error.message : String(error));
    const known = this.#failing.get(keyOf(step));
    const since = known && at - known.lastAt < APART_MS ? known.since : startedAt;
    const failing = { since, lastAt: at, problem: problem.slice(0, 300) };
    this.#failing.set(keyOf(step), failing);
    if (at - since >= ALERT_AFTER_MS) this.#owed.set(keyOf(step), { step, failing });
    await this.#raiseOwed();
  }

  /** Notes that a step has been done. */
  async succeeded(step: WatchedStep): Promise<void> {
    this.#failing.delete(keyOf(step));
    if (this.#owed.size > 0) await this.#raiseOwed();
  }

  async #raiseOwed(): Promise<void> {
    for (const [key, { step, failing }] of this.#owed) {
      try {
        await raiseAlert(this.db, alertOf(step, failing));
        this.#owed.delete(key);
      } catch (error) {
        // Most likely this is also why the step fails.
        this.log.error({ err: error, ...step }, 'alert not raised yet');
        return;
      }
    }
  }
}

function keyOf({ activity, accountId, subject = '' }: WatchedStep): string {
  return `${activity} ${accountId} ${subject}`;
}

function alertOf(
  { activity, accountId, subject }: WatchedStep,
  { since, lastAt, problem }: Failing,
) {
  const whose = accountId === null ? '' : ` of account ${accountId}`;
  const what = subject === undefined ? '' : ` (${subject})`;
  const seconds = Math.round((lastAt - since) / 1000);
  return {
    accountId: accountId ?? NO_ACCOUNT,
    clientOrderId: null,
    code: AlertCode.ACTIVITY_FAILING,
    subject: `${activity} ${new Date(lastAt).toISOString().slice(0, 10)}`,
    message: `the step ${activity}${whose}${what} has been failing for ${seconds} s, and is tried again until it works: ${problem}`,
  };
}

import type { Database } from '../../drizzle/database.js';
import { readStatistics, type StreamStatistics } from '../domain/stream-statistics.js';
import { redactText, type Logger } from '../observability/log.js';
import { GIVEN_UP, statisticsOf, TrackingSession, type SessionOwner } from './sessions.js';

/** What of the statistics is not counted but stands as it is at the moment. */
export type Coverage = Pick<
  StreamStatistics,
  'scope' | 'coveredSymbols' | 'lingeringSymbols' | 'lingerMs'
>;

/** What the tables are told of an account's stream: its sessions, and how it fares. */
export class StreamRecord {
  #statistics = readStatistics({});
  /** Of the open connection, or of the attempts to open one. */
  #session: TrackingSession | null = null;
  /** Why the last session of ours ended: the next one says so where Postgres was away then. */
  #lastEnd = GIVEN_UP;
  #saving: Promise<unknown> = Promise.resolve();

  /**
   * @param coverage what is covered at the moment of a save
   * @param onSuperseded called when a session of another holder has taken the place of ours
   */
  constructor(
    private readonly db: Database,
    private readonly owner: SessionOwner,
    private readonly log: Logger,
    private readonly coverage: () => Coverage,
    private readonly onSuperseded: () => void,
  ) {}

  /** Goes on counting where the account's last holder stopped. */
  async resume(): Promise<void> {
    this.#statistics = await statisticsOf(this.db, this.owner.accountId);
  }

  get statistics(): StreamStatistics {
    return this.#statistics;
  }

  /** Begins attempts to connect, or goes on with them. */
  connecting(): void {
    this.#session ??= this.newSession(this.#lastEnd);
    this.#session.connecting();
    this.save();
  }

  /** Returns a session that nobody knows of yet. */
  newSession(predecessorEnd: string): TrackingSession {
    return new TrackingSession(this.db, this.owner, predecessorEnd);
  }

  /** @param session `null`: that of the attempts which led to it */
  connected(session: TrackingSession | null): void {
    this.#session = session ?? this.#session ?? this.newSession(this.#lastEnd);
    this.#session.connected();
    this.save();
    this.log.info({ sessionId: this.#session.sessionId }, 'stream connected');
  }

  notConnected(reason: string): void {
    this.#session?.ended('error', reason);
    this.save();
  }

  ended(reason: string): void {
    if (!this.#session) return;
    this.#session.ended('disconnected', reason);
    this.save();
    this.#session = null;
    this.#lastEnd = reason;
  }

  /** Returns what an error says, fit to be shown, after noting it. */
  noteError(error: unknown): string {
    const text = redactText(error instanceof Error ? error.message : String(error));
    this.#statistics.lastError = text;
    this.#statistics.lastErrorAt = new Date().toISOString();
    return text;
  }

  /**
   * Writes how the stream stands, after all that was to be written before: a session that begins would otherwise end
   * the one before it without knowing why. While Postgres is away the stream itself still serves, and a later save makes up for it.
   *
   * @param silentMs how long ago the last sign of life was
   */
  save(silentMs = 0): void {
    const session = this.#session;
    if (!session) return;
    const statistics = { ...this.#statistics, ...this.coverage() };
    const saving = this.#saving.then(() => session.save(statistics, silentMs));
    this.#saving = saving.then(
      (isOurs) => {
        if (!isOurs && session === this.#session) this.onSuperseded();
      },
      (error: unknown) => this.log.warn({ err: error }, 'stream session not recorded'),
    );
  }

  /** Waits for the last save. */
  async saved(): Promise<void> {
    await this.#saving;
  }

  /** Tells whether another holder's session is connected. */
  hasSuccessor(): Promise<boolean> {
    return this.#session?.hasSuccessor() ?? Promise.resolve(true);
  }
}

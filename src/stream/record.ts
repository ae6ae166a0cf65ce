import type { Database } from '../../drizzle/database.js';
import { readStatistics, type StreamStatistics } from '../domain/stream-statistics.js';
import { redactText, type Logger } from '../observability/log.js';
import { latestStatistics } from '../queries/streams.js';
import { GIVEN_UP, TrackingSession, type SessionOwner } from './sessions.js';

/** The statistics that are not counters, but describe the current state. */
export type Coverage = Pick<
  StreamStatistics,
  'scope' | 'coveredSymbols' | 'lingeringSymbols' | 'lingerMs'
>;

/** Records an account's stream in the tables: its sessions and their statistics. */
export class StreamRecord {
  #statistics = readStatistics({});
  /** The session of the open connection, or of the attempts to open one. */
  #session: TrackingSession | null = null;
  /** Why our last session ended. If Postgres was away then, the next session records it. */
  #lastEnd = GIVEN_UP;
  #saving: Promise<unknown> = Promise.resolve();

  /**
   * @param coverage returns what is covered at the time of a save
   * @param onSuperseded called when another holder's session has replaced ours
   */
  constructor(
    private readonly db: Database,
    private readonly owner: SessionOwner,
    private readonly log: Logger,
    private readonly coverage: () => Coverage,
    private readonly onSuperseded: () => void,
  ) {}

  /** Continues the counters of the account's last holder (S6). */
  async resume(): Promise<void> {
    this.#statistics = await latestStatistics(this.db, this.owner.accountId);
  }

  get statistics(): StreamStatistics {
    return this.#statistics;
  }

  /** Records that attempts to connect begin or continue. */
  connecting(): void {
    this.#session ??= this.newSession(this.#lastEnd);
    this.#session.connecting();
    this.save();
  }

  /** Returns a session that is not stored yet. */
  newSession(predecessorEnd: string): TrackingSession {
    return new TrackingSession(this.db, this.owner, predecessorEnd);
  }

  /**
   * Records that a connection is open.
   *
   * @param session the connection's own session; `null` to continue that of the attempts before it
   */
  connected(session: TrackingSession | null): void {
    this.#session = session ?? this.#session ?? this.newSession(this.#lastEnd);
    this.#session.connected();
    this.save();
    this.log.info({ sessionId: this.#session.sessionId }, 'stream connected');
  }

  /** Records that an attempt to connect failed. */
  notConnected(reason: string): void {
    this.#session?.ended('error', reason);
    this.save();
  }

  /** Records that the connection, or the attempts to open one, ended. */
  ended(reason: string): void {
    if (!this.#session) return;
    this.#session.ended('disconnected', reason);
    this.save();
    this.#session = null;
    this.#lastEnd = reason;
  }

  /** Notes an error in the statistics. Returns its text, redacted. */
  noteError(error: unknown): string {
    const text = redactText(error instanceof Error ? error.message : String(error));
    this.#statistics.lastError = text;
    this.#statistics.lastErrorAt = new Date().toISOString();
    return text;
  }

  /**
   * Writes the state of the stream, after all earlier saves: otherwise a new session would end the
   * previous one without knowing why that ended. While Postgres is away, the stream itself
   * continues, and a later save makes up for this one.
   *
   * @param silentMs the time since the last sign of life
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

  /** Returns whether another holder's session is connected. */
  hasSuccessor(): Promise<boolean> {
    return this.#session?.hasSuccessor() ?? Promise.resolve(true);
  }
}

import type { Database } from '../../drizzle/database.js';
import { readStatistics, type StreamStatistics } from '../domain/stream-statistics.js';
import { redactText, type Logger } from '../observability/log.js';
import { latestStatistics } from '../queries/streams.js';
import { GIVEN_UP, TrackingSession, type SessionOwner } from './sessions.js';

/** The part of the statistics that is not counted, but says how things stand at the moment. */
export type Coverage = Pick<
  StreamStatistics,
  'scope' | 'coveredSymbols' | 'lingeringSymbols' | 'lingerMs'
>;

/** Writes what the tables say of an account's stream: its sessions, and how it fares. */
export class StreamRecord {
  #statistics = readStatistics({});
  /** Of the open connection, or of the attempts to open one. */
  #session: TrackingSession | null = null;
  /** Why the last session of ours ended: the next one records it where Postgres was away then. */
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

  /** Goes on counting where the account's last holder stopped (S6). */
  async resume(): Promise<void> {
    this.#statistics = await latestStatistics(this.db, this.owner.accountId);
  }

  get statistics(): StreamStatistics {
    return this.#statistics;
  }

  /** Attempts to connect begin, or go on. */
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
   * A connection is open.
   *
   * @param session its own; `null` for that of the attempts which led to it
   */
  connected(session: TrackingSession | null): void {
    this.#session = session ?? this.#session ?? this.newSession(this.#lastEnd);
    this.#session.connected();
    this.save();
    this.log.info({ sessionId: this.#session.sessionId }, 'stream connected');
  }

  /** An attempt to connect failed. */
  notConnected(reason: string): void {
    this.#session?.ended('error', reason);
    this.save();
  }

  /** The connection, or the attempts to open one, ended. */
  ended(reason: string): void {
    if (!this.#session) return;
    this.#session.ended('disconnected', reason);
    this.save();
    this.#session = null;
    this.#lastEnd = reason;
  }

  /** Records an error in the statistics. Returns what it says, fit to be shown. */
  noteError(error: unknown): string {
    const text = redactText(error instanceof Error ? error.message : String(error));
    this.#statistics.lastError = text;
    this.#statistics.lastErrorAt = new Date().toISOString();
    return text;
  }

  /**
   * Writes how the stream stands, after all that was to be written before: a session that begins
   * would otherwise end the one before it without knowing why. While Postgres is away the stream
   * itself goes on, and a later save makes up for it.
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

import type { MarketSymbol } from '../domain/symbol.js';
import type { OpenStream, StreamHandlers } from '../exchange/exchange.js';
import { StreamRefused } from '../exchange/kit/handshake.js';
import type { Logger } from '../observability/log.js';
import { Backoff } from './backoff.js';
import { LiveStream } from './live-stream.js';
import { hasGrown, type Replacement } from './next-step.js';
import type { StreamRecord } from './record.js';
import { unlessAborted } from './within.js';

/** How long connections are kept. */
export interface ConnectionTiming {
  readonly renewIntervalMs: number;
  readonly longestLifeMs: number;
  /** How long a replaced connection stays open beside the new one. */
  readonly overlapMs: number;
}

/** Which stream to open, and for which markets. */
export interface StreamTarget {
  readonly open: OpenStream;
  /** The markets to cover. If `isByMarket` is false, the stream covers the whole account. */
  readonly markets: readonly MarketSymbol[];
  readonly isByMarket: boolean;
}

/** What the connections of an account need, and what they report to. */
export interface ConnectionsDependencies {
  readonly timing: ConnectionTiming;
  readonly record: StreamRecord;
  readonly handlers: StreamHandlers;
  readonly log: Logger;
  /** Aborts when waiting makes no more sense. */
  readonly signal: AbortSignal;
  /** Called when something may have been missed, so that the open orders must be compared (S3). */
  readonly onGap: () => void;
  /** Called when a connection is lost. */
  readonly onLost: () => void;
}

/**
 * The connections of an account: opened, renewed, replaced without a gap, and closed. At any time,
 * one of them is the current one.
 */
export class Connections {
  readonly backoff = new Backoff();
  #stream: LiveStream | null = null;
  readonly #retiring = new Map<LiveStream, NodeJS.Timeout>();
  /** Whether the next connection follows a lost one or a failed attempt. */
  #isReconnect = false;

  constructor(private readonly deps: ConnectionsDependencies) {}

  /** The current connection. */
  get stream(): LiveStream | null {
    return this.#stream;
  }

  /** Opens a connection when there is none. A failed attempt is only recorded. */
  async connect(target: StreamTarget): Promise<void> {
    const { record, log, signal } = this.deps;
    record.connecting();
    try {
      const stream = await this.#open(target);
      if (this.#isReconnect) record.statistics.reconnects += 1;
      this.#isReconnect = false;
      this.#stream = stream;
      record.connected(null);
      this.deps.onGap();
    } catch (error) {
      if (signal.aborted) return;
      this.#failed(error);
      this.#isReconnect = true;
      const reason = record.noteError(error);
      record.notConnected(reason);
      log.warn({ reason, failures: this.backoff.failures }, 'stream not connected');
    }
  }

  /**
   * Opens the next connection while the current one continues, and listens to both for a moment, so
   * that no event is lost between them (S4).
   */
  async replace(target: StreamTarget, reason: Replacement): Promise<void> {
    const { record, log, signal, timing } = this.deps;
    const isPlanned = reason === 'renewal' || reason === 'end of life';
    const old = this.#stream;
    try {
      const stream = await this.#open(target);
      record.statistics[isPlanned ? 'renewals' : 'reconnects'] += 1;
      this.backoff.reset();
      if (old) {
        record.statistics.messages += old.takeMessages();
        const closing = setTimeout(() => this.#retire(old), timing.overlapMs);
        this.#retiring.set(old, closing);
      }
      this.#stream = stream;
      record.connected(record.newSession(`replaced: ${reason}`));
      log.info({ why: reason }, 'stream replaced');
      this.deps.onGap();
    } catch (error) {
      if (signal.aborted) return;
      this.#failed(error);
      record.noteError(error);
      if (isPlanned) record.statistics.failedRenewals += 1;
      log.error({ err: error, why: reason }, 'stream not renewed');
    }
  }

  /** Extends the connection's life. If that fails, the connection must be replaced. */
  async extend(): Promise<void> {
    const { record, log, signal, timing } = this.deps;
    const stream = this.#stream;
    if (!stream) return;
    try {
      await unlessAborted(stream.extend(timing.renewIntervalMs), signal);
      record.statistics.renewals += 1;
      log.info({ renewals: record.statistics.renewals }, 'stream renewed');
    } catch (error) {
      if (signal.aborted) return;
      record.statistics.failedRenewals += 1;
      record.noteError(error);
      log.error({ err: error }, 'stream not renewed');
      stream.unfit = 'renewal failed';
    }
  }

  /** Makes the connection cover these markets. If that fails, the connection must be replaced. */
  async cover(markets: readonly MarketSymbol[]): Promise<void> {
    const { record, log, signal } = this.deps;
    const stream = this.#stream;
    if (!stream) return;
    const before = stream.covered;
    try {
      await unlessAborted(stream.cover(markets), signal);
      // The exchange does not report what happened before it accepted the list.
      if (hasGrown(before, markets)) this.deps.onGap();
      record.save(stream.silentMs);
    } catch (error) {
      if (signal.aborted || stream.lost !== null) return;
      record.noteError(error);
      log.warn({ err: error }, 'stream does not take its markets');
      stream.unfit = 'not covering';
    }
  }

  /** Gives up a connection that has ended. */
  forget(reason: string): void {
    const shown = this.deps.record.noteError(reason);
    this.deps.log.warn({ reason: shown, failures: this.backoff.failures }, 'stream ended');
    if (this.#stream) this.backoff.lost(this.#stream.openedAt);
    this.#isReconnect = true;
    this.close(shown);
  }

  /** Closes every open connection. */
  close(reason: string): void {
    for (const [old, timer] of this.#retiring) {
      clearTimeout(timer);
      this.#retire(old);
    }
    const stream = this.#stream;
    this.#stream = null;
    if (stream) this.#retire(stream);
    this.deps.record.ended(reason);
  }

  /** Counts the messages that came, and records that the connection is alive. */
  look(): void {
    if (!this.#stream) return;
    this.deps.record.statistics.messages += this.#stream.takeMessages();
    this.deps.record.save(this.#stream.silentMs);
  }

  #failed(error: unknown): void {
    if (error instanceof StreamRefused) this.backoff.refused(error);
    else this.backoff.failed();
  }

  #retire(stream: LiveStream): void {
    this.#retiring.delete(stream);
    this.deps.record.statistics.messages += stream.takeMessages();
    stream.connection.close();
  }

  async #open({ open, markets, isByMarket }: StreamTarget): Promise<LiveStream> {
    const { handlers, signal, timing, onLost } = this.deps;
    // The signal that opens a connection may also end it later, so each one gets its own.
    const giveUp = new AbortController();
    const opening = open(handlers, giveUp.signal, isByMarket ? markets : []);
    const connection = await unlessAborted(opening, signal, (late) => late.close()).finally(() => {
      if (signal.aborted) giveUp.abort();
    });
    return new LiveStream(connection, isByMarket ? markets : null, timing, onLost);
  }
}

import type { MarketSymbol } from '../domain/symbol.js';
import type { OpenStream, StreamHandlers } from '../exchange/exchange.js';
import { HandshakeRefused } from '../exchange/kit/handshake.js';
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
  /** How long a connection that was replaced stays open beside the next one. */
  readonly overlapMs: number;
}

/** What is to be opened: whose stream, for which markets. */
export interface StreamTarget {
  readonly open: OpenStream;
  /** What the stream is to cover; it covers the account where `isByMarket` is false. */
  readonly markets: readonly MarketSymbol[];
  readonly isByMarket: boolean;
}

/** What the connections of an account are opened with, and whom they report to. */
export interface ConnectionsDependencies {
  readonly timing: ConnectionTiming;
  readonly record: StreamRecord;
  readonly handlers: StreamHandlers;
  readonly log: Logger;
  /** Aborts when nothing is to be waited for any more. */
  readonly signal: AbortSignal;
  /** Called when something may have been missed: the open orders are to be compared (S3). */
  readonly onGap: () => void;
  /** Called when a connection is lost. */
  readonly onLost: () => void;
}

/**
 * The life of an account's connections, of which one counts: opened, renewed, replaced without a
 * gap, closed.
 */
export class Connections {
  readonly backoff = new Backoff();
  #stream: LiveStream | null = null;
  readonly #retiring = new Map<LiveStream, NodeJS.Timeout>();
  /** The next connection is made because the one before was lost, or an attempt failed. */
  #isReconnect = false;

  constructor(private readonly deps: ConnectionsDependencies) {}

  /** The connection that counts. */
  get stream(): LiveStream | null {
    return this.#stream;
  }

  /** Opens a connection where there is none; one that does not come about is only recorded. */
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
   * Opens the next connection while this one goes on, and listens to both for a moment, so that no
   * event falls between them (S4).
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

  /** Extends the connection's life; one that cannot be extended must make way. */
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

  /** Has the connection cover these markets; one that does not take them must make way. */
  async cover(markets: readonly MarketSymbol[]): Promise<void> {
    const { record, log, signal } = this.deps;
    const stream = this.#stream;
    if (!stream) return;
    const before = stream.covered;
    try {
      await unlessAborted(stream.cover(markets), signal);
      // The exchange does not report what happened before it took the list in.
      if (hasGrown(before, markets)) this.deps.onGap();
      record.save(stream.silentMs);
    } catch (error) {
      if (signal.aborted || stream.lost !== null) return;
      record.noteError(error);
      log.warn({ err: error }, 'stream does not take its markets');
      stream.unfit = 'not covering';
    }
  }

  /** Lets go of a connection that is gone. */
  forget(reason: string): void {
    const shown = this.deps.record.noteError(reason);
    this.deps.log.warn({ reason: shown, failures: this.backoff.failures }, 'stream ended');
    if (this.#stream) this.backoff.lost(this.#stream.openedAt);
    this.#isReconnect = true;
    this.close(shown);
  }

  /** Closes whatever is open. */
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

  /** Counts what has come, and records that the connection lives. */
  look(): void {
    if (!this.#stream) return;
    this.deps.record.statistics.messages += this.#stream.takeMessages();
    this.deps.record.save(this.#stream.silentMs);
  }

  #failed(error: unknown): void {
    if (error instanceof HandshakeRefused) this.backoff.refused(error);
    else this.backoff.failed();
  }

  #retire(stream: LiveStream): void {
    this.#retiring.delete(stream);
    this.deps.record.statistics.messages += stream.takeMessages();
    stream.connection.close();
  }

  async #open({ open, markets, isByMarket }: StreamTarget): Promise<LiveStream> {
    const { handlers, signal, timing, onLost } = this.deps;
    // The signal that opens a connection may end it later on, too: so each has one of its own.
    const giveUp = new AbortController();
    const opening = open(handlers, giveUp.signal, isByMarket ? markets : []);
    const connection = await unlessAborted(opening, signal, (late) => late.close()).finally(() => {
      if (signal.aborted) giveUp.abort();
    });
    return new LiveStream(connection, isByMarket ? markets : null, timing, onLost);
  }
}

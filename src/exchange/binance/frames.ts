import type { StreamHandlers } from '../exchange.js';
import { readOrReport } from '../kit/frames.js';
import { HeldFrames } from '../kit/held-frames.js';
import type { BinanceMarkets } from './markets.js';
import { readMessage } from './messages.js';

/** Reads the frames of a connection, and passes their content to the handlers. */
export class FrameReader {
  readonly #held: HeldFrames<unknown>;

  constructor(
    markets: Pick<BinanceMarkets, 'symbolOf' | 'isOther' | 'find' | 'tellOnce'>,
    private readonly handlers: StreamHandlers,
  ) {
    this.#held = new HeldFrames('binance', markets, handlers, (frame) => this.read(frame));
  }

  /** @returns why the stream has ended, if the frame says that it has */
  read(frame: unknown): string | undefined {
    const { handlers } = this;
    const message = readOrReport(handlers, () =>
      this.#held.readOrHold(frame, (symbolOf) => readMessage(frame, symbolOf)),
    );
    if (message?.kind === 'update') handlers.onUpdates([message.update]);
    return message?.kind === 'ended' ? message.reason : undefined;
  }
}

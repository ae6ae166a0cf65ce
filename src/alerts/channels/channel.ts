/** A way to an operator: alerts go out by it as plain text. */
export interface AlertChannel {
  /**
   * Sends a text as it is: nothing in it is read as markup.
   *
   * @param signal ends the attempt early
   * @throws ChannelError when it was not confirmed; it may have been delivered all the same
   */
  send(text: string, signal: AbortSignal): Promise<void>;
}

/** A channel did not confirm a message. The error holds no secret of the channel. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';

  constructor(
    message: string,
    /** How long the channel asked us to wait, if it did. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** A way to reach the operator. It sends alerts as plain text. */
export interface AlertChannel {
  /**
   * Sends a text unchanged: none of it is treated as markup.
   *
   * @param signal ends the attempt early
   * @throws ChannelError when it was not confirmed; it may have been delivered even so
   */
  send(text: string, signal: AbortSignal): Promise<void>;
}

/** A channel did not confirm a message. The error contains no secret of the channel. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';

  constructor(
    message: string,
    /** How long the channel asks us to wait, if it does. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/**
 * Waits for a promise until a signal aborts.
 *
 * @param undo called with the result if it comes too late
 * @throws Error when the signal aborts first
 */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  undo: (late: T) => void = () => undefined,
): Promise<T> {
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('stopped meanwhile'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    if (signal.aborted) work.then(undo, () => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

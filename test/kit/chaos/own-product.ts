import { join } from 'node:path';
import { StartAborted } from '../../../src/supervisor/crew.js';
import { onStopSignal, surviveLateFailures } from '../../../src/supervisor/main.js';
import { temporaryDataDir } from '../product/data-dir.js';
import { StackProduct } from '../product/stack-product.js';

/** The exit code of a run that its starter has ended: there is nothing to look into. */
const INTERRUPTED = 130;

/**
 * Plays something against a product in a data folder of its own, until it ends or Ctrl-C comes. The
 * folder is removed after an end with 0 or Ctrl-C; otherwise it is kept, and named.
 */
export async function withOwnProduct(
  say: (text: string) => void,
  play: (product: StackProduct, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { path: dataDir, remove } = temporaryDataDir('chaos');
  const stopping = new AbortController();
  const { signal } = stopping;
  let code = 1;
  // A connection that is cut on purpose may fail a promise that nobody holds any more.
  surviveLateFailures(say, signal, () => undefined);
  onStopSignal(() => {
    say('stopping');
    code = INTERRUPTED;
    stopping.abort();
  });
  let product: StackProduct | undefined;
  try {
    product = await StackProduct.start({
      dataDir,
      settings: { DEMO: 'on' },
      signal,
      onProgress: say,
      onGivenUp: (text) => {
        say(text);
        stopping.abort();
      },
    });
    const ended = await play(product, signal);
    if (!signal.aborted) code = ended;
  } catch (error) {
    if (!signal.aborted && !(error instanceof StartAborted)) throw error;
  } finally {
    await product?.close();
    if (code === 0 || code === INTERRUPTED) remove();
    else say(`kept: ${dataDir}, with the logs in ${join(dataDir, 'logs')}`);
  }
  return code;
}

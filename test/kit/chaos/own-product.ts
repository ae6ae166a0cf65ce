import { join } from 'node:path';
import { StartAborted } from '../../../src/supervisor/crew.js';
import { onStopSignal, surviveLateFailures } from '../../../src/supervisor/main.js';
import { temporaryDataDir } from '../product/data-dir.js';
import { StackProduct } from '../product/stack-product.js';

/** The exit code of a run that the user has ended, which leaves nothing to investigate. */
const INTERRUPTED = 130;
/** A forgotten order is to end while the run waits for everything to agree. */
const FORGOTTEN_AFTER_MS = '20000';

/**
 * Plays something against a product with its own data folder, until it ends or the user presses
 * Ctrl-C. The folder is removed after exit code 0 or Ctrl-C; otherwise it is kept, and its path is
 * printed.
 */
export async function withOwnProduct(
  say: (text: string) => void,
  play: (product: StackProduct, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { path: dataDir, remove } = temporaryDataDir('chaos');
  const stopping = new AbortController();
  const { signal } = stopping;
  let code = 1;
  // A connection that is cut on purpose may reject a promise that nobody holds any more.
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
      settings: { DEMO: 'on', FORGOTTEN_AFTER_MS },
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

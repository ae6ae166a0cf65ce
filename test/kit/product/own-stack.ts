import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';
import { StartAborted } from '../../../src/supervisor/crew.js';
import { onStopSignal, surviveLateFailures } from '../../../src/supervisor/main.js';
import { removeCluster } from '../../../src/supervisor/postgres-place.js';
import { startStack, type Stack } from '../../../src/supervisor/stack.js';

/** Ended by whoever started it: there is nothing to look into. */
const INTERRUPTED = 130;

/**
 * Runs something against everything in a data folder of its own, on any free ports. The folder is gone
 * afterwards if that ended with 0; else it is kept, and said where.
 */
export async function withOwnStack(
  say: (text: string) => void,
  play: (stack: Stack, run: { dataDir: string; signal: AbortSignal }) => Promise<number>,
): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'filltrail-chaos-'));
  chmodSync(dataDir, 0o711); // as root, Postgres runs as a user who must be able to enter
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
  let stack: Stack | undefined;
  try {
    stack = await startStack({
      env: { ...process.env, ...BLANK_SETTINGS, DATA_DIR: dataDir, DEMO: 'on' },
      anyPorts: true,
      signal,
      onProgress: say,
      onNotice: () => undefined, // processes end and start again all the time
      onGivenUp: (text) => {
        say(text);
        stopping.abort();
      },
    });
    const ended = await play(stack, { dataDir, signal });
    if (!signal.aborted) code = ended;
  } catch (error) {
    if (!signal.aborted && !(error instanceof StartAborted)) throw error;
  } finally {
    await stack?.stop();
    if (code === 0 || code === INTERRUPTED) {
      removeCluster(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    } else {
      say(`kept: ${dataDir}, with the logs in ${join(dataDir, 'logs')}`);
    }
  }
  return code;
}

import { startStack, StartAborted, type Stack } from './stack.js';
import { banner, progressWriter, readableLine } from './terminal.js';

/** `npm start`: runs everything in one terminal until Ctrl-C. Resolves with the exit code. */
export async function runStart(env: NodeJS.ProcessEnv): Promise<number> {
  const say = progressWriter((text) => process.stdout.write(text));
  const stopping = new AbortController();
  let code = 0;
  onStopSignal(() => stopping.abort());
  let stack: Stack;
  try {
    stack = await startStack({
      env,
      signal: stopping.signal,
      onProgress: say,
      onNotice: say,
      onLine: (name, line) => {
        const text = readableLine(name, line);
        if (text !== undefined) say(text);
      },
      onGivenUp: (text) => {
        say(text);
        code = 1;
        stopping.abort();
      },
    });
  } catch (error) {
    if (error instanceof StartAborted) return code;
    throw error;
  }
  process.stdout.write(banner(stack));
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  }
  say('stopping');
  await stack.stop();
  say('stopped');
  return code;
}

/** Calls back once; npm and the terminal may both pass on one Ctrl-C, so only a third ends hard. */
export function onStopSignal(callback: () => void): void {
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      count += 1;
      if (count === 1) callback();
      if (count > 2) process.exit(130);
    });
  }
}

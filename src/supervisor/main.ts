import { redactText } from '../observability/log.js';
import { StartAborted } from './crew.js';
import { startStack, type Stack } from './stack.js';
import { banner, progressWriter, Quieter, readableLine } from './terminal.js';

/** `npm start`: runs everything in one terminal until Ctrl-C. Resolves with the exit code. */
export async function runStart(env: NodeJS.ProcessEnv): Promise<number> {
  const say = progressWriter();
  const quieter = new Quieter();
  const stopping = new AbortController();
  let code = 0;
  surviveLateFailures(say, stopping.signal, () => {
    code = stopping.signal.aborted ? code : 1;
    stopping.abort();
  });
  onStopSignal(() => {
    say('stopping');
    stopping.abort();
  });
  let stack: Stack;
  try {
    stack = await startStack({
      env,
      signal: stopping.signal,
      onProgress: say,
      onNotice: say,
      onLine: (name, line) => {
        const text = readableLine(name, line);
        if (text !== undefined && !stopping.signal.aborted) quieter.say(text, say);
      },
      onGivenUp: (text) => {
        say(`${text}. Stopping everything`);
        code = 1;
        stopping.abort();
      },
    });
  } catch (error) {
    if (!(error instanceof StartAborted)) throw error;
    say('stopped');
    return code;
  }
  if (!stopping.signal.aborted) process.stdout.write(banner(stack));
  if (!stopping.signal.aborted) {
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  }
  await stack.stop();
  say('stopped');
  return code;
}

/**
 * Keeps this process alive through late failures. A connection that is cut in the middle of a
 * transaction can reject a promise that nobody awaits any more, or throw where nobody can catch it.
 * Neither may end us before the processes have ended. During a stop both are expected; otherwise
 * the error starts a stop.
 */
export function surviveLateFailures(
  say: (text: string) => void,
  stopping: AbortSignal,
  stop: () => void,
): void {
  const report = (error: unknown) => {
    if (!stopping.aborted) say(`unexpected: ${redactText(String(error))}`);
  };
  process.on('unhandledRejection', report);
  process.on('uncaughtException', (error) => {
    report(error);
    stop();
  });
}

/** One Ctrl-C reaches us twice: from the terminal, and again through npm. */
const SAME_PRESS_MS = 500;

/** Calls back at the first signal to stop. A second Ctrl-C ends everything at once. */
export function onStopSignal(callback: () => void): void {
  // If the terminal is closed, its output fails. Stopping in order matters more than what we would
  // print.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAt === undefined) {
        firstAt = Date.now();
        callback();
      } else if (signal === 'SIGINT' && Date.now() - firstAt > SAME_PRESS_MS) {
        process.exit(130); // the children are killed on exit
      }
    });
  }
}

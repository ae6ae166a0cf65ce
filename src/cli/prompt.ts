import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks a question at the terminal without showing the typed answer. The question goes to standard
 * error, so that standard output contains only the command's result.
 *
 * @returns the answer, or `undefined` if there is no terminal
 * @throws Error when it is interrupted
 */
export async function askHidden(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const interrupted = new AbortController();
  terminal.on('SIGINT', () => interrupted.abort());
  try {
    return (await terminal.question('', { signal: interrupted.signal })).trim();
  } catch (cause) {
    throw new Error('interrupted; nothing was changed', { cause });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/**
 * Asks a question at the terminal. The question goes to standard error.
 *
 * @returns the answer, or `undefined` if there is no terminal
 */
export async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

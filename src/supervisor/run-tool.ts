import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { send } from './process-table.js';

export interface ToolOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Ends the tool and its children. */
  readonly signal?: AbortSignal;
  /** Called for each line of its standard error, as it comes. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a tool until it ends and returns its output.
 *
 * @throws Error with the tool's own last words, after the tool has really ended
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions,
): Promise<string> {
  const { signal, onLine, ...rest } = options;
  return new Promise((resolve, reject) => {
    // Its own process group: Ctrl-C must not end it halfway without us.
    const child = spawn(command, args, {
      ...rest,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const abort = () => child.pid !== undefined && send(-child.pid, 'SIGTERM');
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    process.on('exit', abort);
    let output = '';
    const words: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    createInterface({ input: child.stderr }).on('line', (line) => {
      words.push(line);
      if (words.length > 30) words.shift();
      onLine?.(line);
    });
    const forget = () => {
      signal?.removeEventListener('abort', abort);
      process.off('exit', abort);
    };
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      if (code === 0) resolve(output);
      else reject(new Error(words.join('\n').trim() || `${command}: exit code ${code}`));
    });
  });
}

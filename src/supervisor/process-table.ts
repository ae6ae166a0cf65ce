import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const hasProc = existsSync('/proc/self/stat');

/**
 * Returns whether a process is running. A zombie, which has ended but was not collected, is not.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // A container without an init process keeps dead orphans as zombies for ever.
  return !hasProc || statFields(pid)?.[0] !== 'Z';
}

/** Returns a process's command line, or an empty text if it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    if (hasProc) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return ask('command', pid);
  } catch {
    return ''; // it has ended
  }
}

/** Returns a text that identifies a process, even against a later one with the same pid. */
export function identityOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    return hasProc ? statFields(pid)?.[19] : ask('lstart', pid);
  } catch {
    return undefined; // it has ended
  }
}

/**
 * Ends a process that an earlier start left behind, if it is still the recorded one: its command
 * line must contain the mark.
 *
 * @returns whether there was one
 */
export async function endOrphan(
  pidFile: string,
  mark: string,
  signal: NodeJS.Signals,
  patienceMs = 8_000,
): Promise<boolean> {
  if (!existsSync(pidFile)) return false;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !commandLineOf(pid).includes(mark)) return false;
  send(pid, signal);
  if (!(await waitForExit(pid, patienceMs))) {
    send(pid, 'SIGKILL');
    await waitForExit(pid, 5_000);
  }
  return true;
}

/**
 * Kills the processes that work in a folder and whose command line matches: server processes that
 * outlived their parent. They can be found only on Linux; elsewhere they must notice by themselves.
 */
export async function endThoseWorkingIn(
  folder: string,
  isOne: (commandLine: string) => boolean,
): Promise<void> {
  if (!hasProc || !existsSync(folder)) return;
  const path = realpathSync(folder);
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolderOf(pid) === path && isOne(commandLineOf(pid)));
  for (const pid of pids) send(pid, 'SIGKILL');
  await Promise.all(pids.map((pid) => waitForExit(pid, 5_000)));
}

/** Waits until the process of a pid is gone. */
async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  return !isAlive(pid);
}

/** Signals a process, or a group if the pid is negative. A process that is gone is not an error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended, or it is not ours
  }
}

/** Returns the fields of /proc/<pid>/stat from the third on: the second may contain anything. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // it has ended, or it belongs to another user
  }
}

function ask(field: string, pid: number): string {
  return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}

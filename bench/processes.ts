import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly residentMiB: number;
  readonly cpuSeconds: number;
}

/** Clock ticks per second in /proc, fixed at 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Returns the usage of processes by name. For Postgres, it is the sum of the server and its
 * children.
 */
export function usageOf(pids: Readonly<Record<string, number>>): Record<string, Usage> {
  return Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => {
      const members = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid];
      const usages = members.flatMap((member) => read(member) ?? []);
      if (usages.length === 0) return [];
      const sum = (value: (usage: Usage) => number) =>
        usages.reduce((total, usage) => total + value(usage), 0);
      return [
        [
          name,
          { residentMiB: sum((use) => use.residentMiB), cpuSeconds: sum((use) => use.cpuSeconds) },
        ],
      ];
    }),
  );
}

function read(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, in parentheses, may contain blanks, so fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    // Only the process' own memory: pages that it shares with others are not counted.
    const anonymous = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { residentMiB: Number(anonymous ?? 0) / 1024, cpuSeconds: ticks / TICKS };
  } catch {
    return undefined; // it has ended, or there is no /proc
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((candidate) => parentOf(candidate) === pid);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = [
  'bash',
  'cat',
  'chmod',
  'curl',
  'dirname',
  'grep',
  'id',
  'mkdir',
  'mktemp',
  'mv',
  'rm',
  'sh',
  'sleep',
  'tail',
  'tar',
  'uname',
];

/** Creates a PATH that has only the everyday tools: no Temporal, no Go, no npm. */
export function bareTools(folder: string): string {
  const path = join(folder, 'tools');
  mkdirSync(path);
  for (const tool of TOOLS) {
    const found = (process.env['PATH'] ?? '')
      .split(':')
      .map((directory) => join(directory, tool))
      .find((candidate) => existsSync(candidate));
    if (found) symlinkSync(found, join(path, tool));
  }
  return path;
}

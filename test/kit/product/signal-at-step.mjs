// Loaded into every process of the rig (`NODE_OPTIONS=--import`). A file named after a role and a
// boundary between two steps is a sentence: the first process of that role to reach the boundary
// adds its process id to the file's name, and sends itself the signal that the file contains.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.FAULT_FOLDER;
const role = process.argv[2];

if (folder) {
  subscribe('filltrail:step', ({ boundary }) => {
    const sentence = join(folder, `${role} ${boundary}`);
    let signal;
    try {
      signal = readFileSync(sentence, 'utf8');
      renameSync(sentence, `${sentence} ${process.pid}`);
    } catch {
      return; // no sentence for this boundary
    }
    process.kill(process.pid, signal === '' ? 0 : signal);
  });
}

// Loaded into every process of the rig (`NODE_OPTIONS=--import`). A file named after a role and a
// boundary between two steps is a death sentence: the first process of that role to reach the
// boundary renames the file and kills itself with SIGKILL.
import { subscribe } from 'node:diagnostics_channel';
import { renameSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.FAULT_FOLDER;
const role = process.argv[2];

if (folder) {
  subscribe('filltrail:step', ({ boundary }) => {
    const sentence = join(folder, `${role} ${boundary}`);
    try {
      renameSync(sentence, `${sentence} carried out`);
    } catch {
      return; // no sentence for this boundary
    }
    process.kill(process.pid, 'SIGKILL');
  });
}

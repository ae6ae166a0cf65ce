import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { mkdirSync, fsyncSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JournalRecord, Written } from './records.js';

/** Where every change of state is written before anybody hears of it (V1). */
export interface Journal {
  append(record: JournalRecord): void;
  close(): void;
}

/** For a venue that may forget everything. */
export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/**
 * Opens the journal: hands every whole line of it to `restore`, then rewrites the file as
 * `describe` sees the state, so that it does not grow from start to start.
 *
 * @throws Error that names the first line that is not JSON, unless it is the last one
 */
export function openJournal(
  file: string,
  restore: (record: Written<JournalRecord>) => void,
  describe: () => Iterable<JournalRecord>,
): Journal {
  mkdirSync(dirname(file), { recursive: true });
  for (const record of readRecords(file)) restore(record);
  const compacted = `${file}.new`;
  const target = openSync(compacted, 'w', 0o600);
  for (const record of describe()) writeSync(target, line(record));
  fsyncSync(target);
  closeSync(target);
  renameSync(compacted, file);

  const descriptor = openSync(file, 'a', 0o600);
  return {
    // Synchronous on purpose: once it returns, killing this process loses nothing.
    append: (record) => void writeSync(descriptor, line(record)),
    close: () => closeSync(descriptor),
  };
}

function* readRecords(file: string): Generator<Written<JournalRecord>> {
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, text] of lines.entries()) {
    if (text === '') continue;
    const record = parse(text);
    if (record) yield record;
    else if (index < lines.length - 1) throw new Error(`${file}: line ${index + 1} is not JSON`);
    // else: it was being written when the process died, so nobody heard of what it says.
  }
}

function parse(text: string): Written<JournalRecord> | undefined {
  try {
    return JSON.parse(text) as Written<JournalRecord>;
  } catch {
    return undefined; // the caller knows whether a broken line is acceptable at its place
  }
}

function line(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { mkdirSync, fsyncSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JournalRecord, Written } from './records.js';

/** The file to which every change of state is written before a client learns of it (V1). */
export interface Journal {
  append(record: JournalRecord): void;
  close(): void;
}

/** The journal of a venue that may forget everything. */
export const noJournal: Journal = { append: () => undefined, close: () => undefined };

/**
 * Opens the journal: passes every whole line to `restore`, then rewrites the file as `describe`
 * describes the state, so that it does not grow with every start.
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
    // Synchronous on purpose: once this returns, killing the process loses nothing (V1).
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
    // else: the process died while writing it, so no client has learned of it.
  }
}

function parse(text: string): Written<JournalRecord> | undefined {
  try {
    return JSON.parse(text) as Written<JournalRecord>;
  } catch {
    return undefined; // the caller decides whether a broken line is allowed there
  }
}

function line(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

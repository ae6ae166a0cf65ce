import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isKeptIn } from '../../../src/supervisor/own-temporal.js';

const MEBIBYTE = 1 << 20;
const ID = 'ddcc7af9-40dd-4d01-8e3e-e382359bb070';

describe("the id of a server's cluster", () => {
  let folder: string;
  let database: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filltrail-own-'));
    database = join(folder, 'temporal.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([0, 1, MEBIBYTE - 36, MEBIBYTE - 20, MEBIBYTE - 1, MEBIBYTE, 3 * MEBIBYTE - 7])(
    'is found at byte %i of its database',
    async (at) => {
      writeFileSync(database, Buffer.concat([Buffer.alloc(at), Buffer.from(ID), Buffer.alloc(99)]));
      expect(await isKeptIn(database, ID)).toBe(true);
    },
  );

  it('is found in the log that SQLite has not written back yet', async () => {
    writeFileSync(database, '');
    writeFileSync(`${database}-wal`, `header ${ID} rest`);
    expect(await isKeptIn(database, ID)).toBe(true);
  });

  it('is not found where another server keeps its data, or nothing is kept yet', async () => {
    expect(await isKeptIn(database, ID)).toBe(false);
    writeFileSync(database, Buffer.concat([Buffer.alloc(MEBIBYTE), Buffer.from(ID.slice(0, -1))]));
    expect(await isKeptIn(database, ID)).toBe(false);
  });
});

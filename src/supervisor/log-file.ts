import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const MOST_BYTES = 20 * 1024 * 1024;

/**
 * The log of a process, with one predecessor (`.1`), so that weeks of logs do not fill the disk.
 */
export class LogFile {
  #descriptor: number | undefined;
  #bytes = 0;

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#open();
  }

  /** Writes a line. A failure only loses the line: it must not end the process that wrote it. */
  write(line: string): void {
    const text = `${line}\n`;
    try {
      if (this.#bytes + text.length > MOST_BYTES) this.#rotate();
      if (this.#descriptor !== undefined) this.#bytes += writeSync(this.#descriptor, text);
    } catch {
      // the disk is full, or the folder was removed
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #rotate(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
    this.#open();
  }

  #open(): void {
    this.#descriptor = openSync(this.path, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }
}

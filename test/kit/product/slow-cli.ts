import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.js';

/**
 * A Temporal command line that waits for the test before it starts a server, while another program
 * may take the server's port. It waits at its first start, and whenever it is told to.
 */
export class SlowCli {
  readonly path: string;

  constructor(
    private readonly folder: string,
    cli: string,
  ) {
    this.path = join(folder, 'slow-temporal');
    writeFileSync(
      this.path,
      `#!/usr/bin/env bash
if [ "$2" = start-dev ] && [ "$3" = --ip ] && [ -e '${this.#wait}' ]; then
  echo "$6" >'${this.#asked}'
  while [ -e '${this.#wait}' ]; do sleep 0.05; done
fi
exec '${cli}' "$@"
`,
    );
    chmodSync(this.path, 0o755);
    this.waitAgain();
  }

  /** Makes the next start wait. */
  waitAgain(): void {
    rmSync(this.#asked, { force: true });
    writeFileSync(this.#wait, '');
  }

  /** Resolves with the port on which a server is about to be started. */
  port(): Promise<number> {
    return eventually(
      'a start of Temporal',
      () => existsSync(this.#asked) && Number(readFileSync(this.#asked, 'utf8')),
      120_000,
    );
  }

  /** Lets the start that waits, and all later ones, go on. */
  goOn(): void {
    rmSync(this.#wait, { force: true });
  }

  get #wait(): string {
    return join(this.folder, 'wait');
  }

  get #asked(): string {
    return join(this.folder, 'asked');
  }
}

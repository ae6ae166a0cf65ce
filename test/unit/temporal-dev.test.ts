import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../src/supervisor/root.js';
import { bareTools } from '../kit/product/bare-tools.js';

describe('temporal-dev.sh --find', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'filltrail-cli-'));
    path = bareTools(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const cache = () => join(folder, 'cache', 'filltrail', 'temporal-v1.5.1');

  const find = (env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn('bash', [join(ROOT, 'temporal-dev.sh'), '--find'], {
        cwd: folder,
        env: {
          PATH: path,
          HOME: folder,
          XDG_CACHE_HOME: join(folder, 'cache'),
          https_proxy: 'http://127.0.0.1:9',
          ...env,
        },
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.once('close', (code) => resolve({ code, out: out.trim(), err }));
    });

  const program = (file: string, script: string): string => {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const CLI = 'echo "  --search-attribute"';

  it('prefers TEMPORAL_CLI, then the PATH, then the cached copy', async () => {
    const cached = program(join(cache(), 'temporal'), CLI);
    expect(await find()).toMatchObject({ code: 0, out: cached });
    const onPath = program(join(path, 'temporal'), CLI);
    expect(await find()).toMatchObject({ code: 0, out: onPath });
    const named = program(join(folder, 'named'), CLI);
    expect(await find({ TEMPORAL_CLI: named })).toMatchObject({ code: 0, out: named });
  });

  it('says why a TEMPORAL_CLI cannot be used, and looks elsewhere', async () => {
    const onPath = program(join(path, 'temporal'), CLI);
    const old = program(join(folder, 'old'), 'echo usage');
    const found = await find({ TEMPORAL_CLI: old });
    expect(found).toMatchObject({ code: 0, out: onPath });
    expect(found.err).toContain(`TEMPORAL_CLI=${old} cannot be used (too old`);
  });

  it('builds with Go what cannot be downloaded, once for all who wait for it', async () => {
    const count = join(folder, 'builds');
    program(
      join(path, 'go'),
      `echo built >> ${count}; sleep 1; printf '#!/bin/sh\\n${CLI}\\n' > "$GOBIN/temporal"`,
    );
    const both = await Promise.all([find(), find()]);
    for (const found of both) {
      expect(found).toMatchObject({ code: 0, out: join(cache(), 'temporal') });
    }
    expect(readFileSync(count, 'utf8')).toBe('built\n');
    expect(existsSync(join(cache(), 'lock'))).toBe(false);
  });

  it('takes over from one that was killed while it fetched', async () => {
    mkdirSync(join(cache(), 'lock'), { recursive: true });
    const gone = spawn('true');
    await new Promise((resolve) => gone.once('close', resolve));
    writeFileSync(join(cache(), 'lock', 'pid'), `${gone.pid}\n`);
    program(join(path, 'go'), `printf '#!/bin/sh\\n${CLI}\\n' > "$GOBIN/temporal"`);
    expect(await find()).toMatchObject({ code: 0, out: join(cache(), 'temporal') });
  });

  it('names every way that it tried, and why each failed', async () => {
    program(join(path, 'go'), 'echo "go: the build broke" >&2; exit 1');
    const { code, out, err } = await find({ TEMPORAL_CLI: '/no/such/cli' });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err.slice(err.indexOf('Tried:')).split('\n').slice(1, 6)).toEqual([
      '  - TEMPORAL_CLI=/no/such/cli: no program there',
      '  - temporal on PATH: not found',
      expect.stringMatching(/^ {2}- cached copy, .*temporal: no program there$/),
      expect.stringMatching(/^ {2}- official download of v1\.5\.1: .+/),
      '  - go install github.com/temporalio/cli/cmd/temporal@v1.5.1: go: the build broke',
    ]);
    expect(err).toContain('Next step');
  });

  it('ends when no folder can take the CLI', async () => {
    const { code, err } = await find({
      HOME: '/dev/null',
      XDG_CACHE_HOME: '/dev/null',
      DATA_DIR: '/dev/null',
    });
    expect(code).toBe(1);
    expect(err).toContain('no folder for one can be written to');
  });
});

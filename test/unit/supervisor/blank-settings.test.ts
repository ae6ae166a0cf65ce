import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig, SETTING_NAMES } from '../../../src/config.js';
import { BLANK_SETTINGS } from '../../../src/supervisor/blank-settings.js';

describe('blank settings', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'filltrail-blank-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('leave nothing of any setting of the user but where the tools are', () => {
    const user = Object.fromEntries(SETTING_NAMES.map((name) => [name, `what the user set`]));
    const settings = { ...user, ...BLANK_SETTINGS, DATA_DIR: dataDir };
    expect(loadConfig(settings)).toEqual(
      loadConfig({ DATA_DIR: dataDir, TEMPORAL_CLI: 'what the user set' }),
    );
  });
});

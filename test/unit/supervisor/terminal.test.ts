import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../src/demo/stages.js';
import { banner, type Announced } from '../../../src/supervisor/terminal.js';

const announced: Announced = {
  urls: {
    edge: 'http://127.0.0.1:5001',
    temporal: '127.0.0.1:7233',
    temporalUi: 'http://127.0.0.1:8233',
    database: 'postgres://127.0.0.1/filltrail',
    venue: 'http://127.0.0.1:5002',
    metrics: 'http://127.0.0.1:9464/metrics',
  },
  secrets: { OPERATOR_TOKEN: 'operator', VIEWER_TOKEN: 'viewer' },
  demo: {
    strategies: STAGES.map((plan, index) => ({
      plan,
      token: `ftw_${index}`,
      account: { id: index + 1, apiKey: `key-${index}` },
    })),
  },
  config: { dataDir: '/data' },
};

describe('what npm start says when everything runs', () => {
  const lines = banner(announced).split('\n');

  it('is an alert to copy, for the first demo strategy', () => {
    const [, body = ''] = /-d '(\{.*\})'/.exec(banner(announced)) ?? [];
    expect(JSON.parse(body)).toEqual({
      strategy: 'demo',
      token: 'ftw_0',
      id: 'my-first-alert',
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'market',
      quantity: '0.01',
    });
  });

  it('is what an alert to each other exchange needs, a line each', () => {
    const lineOf = (name: string) => lines.find((line) => line.trim().startsWith(`${name} `));
    expect(lineOf('demo-bybit')).toMatch(/bybit spot +BTCUSDT +ftw_2$/);
    expect(lineOf('demo-upbit')).toMatch(/upbit spot +KRW-BTC +ftw_4$/);
    expect(lineOf('demo-bithumb')).toMatch(/bithumb spot +KRW-BTC +ftw_5$/);
  });

  it('is no word of alerts without the demo', () => {
    const bare = { ...announced, demo: undefined };
    expect(banner(bare)).not.toContain('api/webhook');
  });
});

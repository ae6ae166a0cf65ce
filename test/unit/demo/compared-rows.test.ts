import { describe, expect, it } from 'vitest';
import { asReported, compareFacts, type ComparedFacts } from '../../../src/demo/compared-rows.js';

const compare = (
  exchange: Record<string, ComparedFacts>,
  database: Record<string, ComparedFacts>,
) => compareFacts('demo', 'execution', Object.entries(exchange), Object.entries(database));

describe('compareFacts', () => {
  it('takes decimals by value, not by notation', () => {
    const [row] = compare({ '1': { quantity: '0.30' } }, { '1': { quantity: '0.3' } });
    expect(row?.differing).toEqual([]);
  });

  it('sees a difference in the last decimal', () => {
    const [row] = compare(
      { '1': { quantity: '0.3', price: '100.00000000000000001' } },
      { '1': { quantity: '0.3', price: '100' } },
    );
    expect(row?.differing).toEqual(['price']);
  });

  it('does not take an absent value for zero', () => {
    const [row] = compare({ '1': { realizedPnl: '0' } }, { '1': { realizedPnl: null } });
    expect(row?.differing).toEqual(['realizedPnl']);
  });

  it('sees what only one side knows, on either side', () => {
    const rows = compare({ missing: { quantity: '1' } }, { extra: { quantity: '1' } });
    expect(rows.map(({ key, differing }) => [key, differing])).toEqual([
      ['missing', ['quantity']],
      ['extra', ['quantity']],
    ]);
  });
});

describe('two things of one key', () => {
  const [first, second, third] = [{ quantity: '1' }, { quantity: '2' }, { quantity: '3' }];
  const twice = (left: readonly ComparedFacts[], right: readonly ComparedFacts[]) =>
    compareFacts(
      'demo',
      'execution',
      left.map((facts) => ['same', facts] as const),
      right.map((facts) => ['same', facts] as const),
    ).map(({ exchange, database, differing }) => [exchange, database, differing.length]);

  it('are the same whatever their order', () => {
    expect(twice([first, second], [second, first])).toEqual([
      [first, first, 0],
      [second, second, 0],
    ]);
  });

  it('are both compared: the one that differs is named', () => {
    expect(twice([first, second], [third, first])).toEqual([
      [first, first, 0],
      [second, third, 1],
    ]);
  });

  it('are missed and counted one by one', () => {
    expect(twice([first, first], [first])).toEqual([
      [first, first, 0],
      [first, undefined, 1],
    ]);
    expect(twice([first], [first, first])).toEqual([
      [first, first, 0],
      [undefined, first, 1],
    ]);
  });
});

describe('asReported', () => {
  const exchange = { price: '1', isMaker: 'false' };

  it('takes out what the exchange did not report on the road that was taken', () => {
    const facts = asReported(exchange, { price: '1', isMaker: null }, ['isMaker']);
    expect(facts).toEqual({ price: '1', isMaker: null });
  });

  it('leaves in what it did report, so that a wrong word is a difference', () => {
    expect(asReported(exchange, { price: '1', isMaker: 'true' }, ['isMaker'])).toEqual(exchange);
  });

  it('leaves in what the exchange always reports', () => {
    expect(asReported(exchange, { price: null, isMaker: null }, [])).toEqual(exchange);
    expect(asReported(exchange, undefined, ['isMaker'])).toEqual(exchange);
  });
});

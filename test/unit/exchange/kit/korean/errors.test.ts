import { describe, expect, it } from 'vitest';
import { readError } from '../../../../../src/exchange/kit/korean/errors.js';
import { named } from './failure-cases.js';

describe('the body of an error', () => {
  it('holds a name, which may be a number, and words', () => {
    expect(readError(named('order_not_found', '없음'))).toEqual({
      code: 'order_not_found',
      words: '없음',
    });
    expect(readError(named(400, 'Missing request parameter error.'))).toEqual({
      code: '400',
      words: 'Missing request parameter error.',
    });
    expect(readError('{"error":{"name":"x"}}')).toEqual({ code: 'x' });
  });

  it.each(['', '<html>', '{"error":"x"}', '{"error":null}', '[]', '{"error":{"name":'])(
    'may hold neither: %s',
    (body) => {
      expect(readError(body)).toEqual({});
    },
  );
});

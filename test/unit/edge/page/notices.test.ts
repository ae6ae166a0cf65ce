// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../../src/edge/page/api.js';
import { explain, say } from '../../../../src/edge/page/notices.js';

const wordsOf = (error: ApiError) => {
  const place = document.createElement('p');
  place.append(...explain(error));
  return place.textContent;
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('what the page says of an error', () => {
  it.each([
    [0, 'Filltrail does not answer. Start it with npm start; this page comes back by itself.'],
    [401, 'You are not signed in, or the token was changed. Sign in.'],
    [404, 'No order has that id.'],
    [503, 'No order has that id. This page tries again by itself.'],
    [500, 'No order has that id. Request id: 7'],
  ])('of status %i is: %s', (status, words) => {
    expect(wordsOf(new ApiError(status, 'CODE', 'no order has that id', '7'))).toBe(words);
  });
});

describe('a notice', () => {
  it('leaves by itself when the news is good', () => {
    const list = document.createElement('div');
    say(list, 'problem', 'bad');
    say(list, 'done', 'good');
    expect([...list.children].map((notice) => notice.textContent)).toEqual(['good×', 'bad×']);
    vi.advanceTimersByTime(8_000);
    expect([...list.children].map((notice) => notice.textContent)).toEqual(['bad×']);
  });

  it('leaves when it is dismissed, or when four newer ones have come', () => {
    const list = document.createElement('div');
    for (const text of ['1', '2', '3', '4', '5']) say(list, 'problem', text);
    expect([...list.children].map((notice) => notice.firstChild?.textContent)).toEqual([
      '5',
      '4',
      '3',
      '2',
    ]);
    list.querySelector('button')?.click();
    expect(list.children).toHaveLength(3);
  });
});

import { expect, it } from 'vitest';
import { openStreamOf } from './stream-server.js';

it.each([
  ['an empty object', {}],
  ['the key', { listenKey: 'key' }],
])('has extended its listen key when the answer is %s', async (_, body) => {
  const stream = await openStreamOf('FUTURES', {
    listenKey: (method) => ({ body: method === 'POST' ? { listenKey: 'key' } : body }),
  });
  await expect(stream.renew?.()).resolves.toBeUndefined();
});

it('has not extended its listen key when a page comes with HTTP 200', async () => {
  const stream = await openStreamOf('FUTURES', {
    listenKey: (method) => ({
      body: method === 'POST' ? { listenKey: 'key' } : '<html>maintenance</html>',
    }),
  });
  await expect(stream.renew?.()).rejects.toMatchObject({
    origin: 'unreadable',
    message: expect.stringContaining('PUT listenKey') as string,
  });
});

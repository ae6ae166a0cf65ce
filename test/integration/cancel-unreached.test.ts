import { register } from 'prom-client';
import { afterAll, expect, inject, it } from 'vitest';
import { runEdge } from '../../src/edge/main.js';
import { createLogger } from '../../src/observability/log.js';
import { eventually } from '../kit/eventually.js';
import { CutProxy } from '../kit/product/cut-proxy.js';
import { EdgeClient } from '../kit/product/edge-client.js';
import type { Product } from '../kit/product/product.js';
import { useProduct, type ProductInUse } from '../kit/product/use-product.js';

let product: Product;
let rest: ProductInUse['rest'];
let proxy: CutProxy;
let running: Awaited<ReturnType<typeof runEdge>>;
/** An edge that reaches Temporal through the proxy. */
const edge = () => new EdgeClient(() => `http://127.0.0.1:${running.port}`, product.edge.tokens);

useProduct({ resting: ['spot'] }, (inUse) => ({ product, rest } = inUse));
afterAll(async () => {
  await running?.close();
  await proxy?.close();
});

const cancelsAsked = () => product.desks.spot.timesAsked('DELETE /api/v3/order');

it('says that nothing was cancelled while Temporal is away, and cancels when asked again', async () => {
  const [withdrawn, kept] = [await rest('spot', 'withdrawn'), await rest('spot', 'kept')];
  // A process has room for one edge and its metrics.
  await product.end('edge');
  register.clear();
  proxy = await CutProxy.open(inject('temporalAddress'));
  const config = { ...product.config, temporalAddress: proxy.address };
  running = await runEdge(config, createLogger('edge', 'fatal'));
  proxy.cut();
  for (const id of [withdrawn, kept]) {
    const { status, body } = await edge().cancel(id);
    expect({ status, code: body.code as string }).toEqual({
      status: 504,
      code: 'CANCEL_NOT_ANSWERED',
    });
    expect(body.detail).toMatch(/nothing was cancelled; cancel again when it is back/);
  }
  proxy.mend();
  await eventually('the cancel that was asked for again', async () => {
    return (await edge().cancel(withdrawn)).status === 200;
  });
  // Had the first cancels been kept somewhere, they would have come by now.
  expect(await cancelsAsked()).toBe(1);
  expect(await edge().statusOf(kept)).toBe('NEW');
}, 60_000);

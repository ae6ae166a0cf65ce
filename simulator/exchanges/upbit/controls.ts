import { z } from 'zod';
import { controlCall, type ControlCall } from '../../control/exchange-controls.js';
import { openOrder } from '../../control/orders.js';
import { orderNameShape } from '../../control/schemas.js';
import type { Engine } from '../../engine/engine.js';

const watchSchema = z.strictObject({ ...orderNameShape, isWatching: z.boolean() });

/** What the control interface can do with Upbit only. */
export function upbitControls(engine: Engine): Readonly<Record<string, ControlCall>> {
  return {
    // Makes an open order one that its owner reserved in the app: it waits for its trigger. Without
    // `isWatching`, the trigger has come.
    'POST /control/upbit/watch': controlCall(watchSchema, ({ isWatching, ...name }) => {
      const order = openOrder(engine, name);
      engine.matching[order.market].watch(order, isWatching);
      return { isWatching };
    }),
  };
}

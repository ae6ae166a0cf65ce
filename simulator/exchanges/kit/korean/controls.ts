import { z } from 'zod';
import { controlCall, type ControlCall } from '../../../control/exchange-controls.js';
import { openOrder } from '../../../control/orders.js';
import { ControlRefusal } from '../../../control/refusal.js';
import { orderNameShape } from '../../../control/schemas.js';
import type { Engine } from '../../../engine/engine.js';
import type { ExchangeName } from '../../../names.js';

/** What the control interface can do with both exchanges, and with no other. */
export function koreanControls(
  name: ExchangeName,
  engine: Engine,
): Readonly<Record<string, ControlCall>> {
  return {
    // Ends an open market order that finds nobody as `done` with nothing executed. Neither exchange
    // documents how such an order ends; elsewhere in the venue it ends as `cancel`.
    [`POST /control/${name}/done-empty`]: controlCall(z.strictObject(orderNameShape), (input) => {
      const order = openOrder(engine, input);
      if (order.type !== 'MARKET' || !order.filledQuantity.isZero()) {
        throw new ControlRefusal(409, `expected a market order without fills, came ${order.type}`);
      }
      const market = engine.state.markets[order.market];
      engine.matching[order.market].expireAs(order, 'EXPIRED', 'MARKET_REMAINDER');
      return { orderId: market.wireIds.orderId(order.orderId) };
    }),
  };
}

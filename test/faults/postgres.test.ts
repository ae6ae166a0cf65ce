import { holdTable, whileWritesFail } from './support/database-faults.js';
import { trade, tradeWhile } from './support/load.js';
import { faultRig } from './support/rig.js';

const rig = faultRig('postgres');

const sql = () => rig.product().sql;
/** Each is written by another step of an order's life. */
const TABLES = ['webhook_deliveries', 'open_orders', 'trade_executions', 'trades', 'order_events'];
const STATES = [
  ['40001', 'serialization failure', 'spot'],
  ['40P01', 'deadlock', 'futures'],
  ['53100', 'disk full', 'spot'],
] as const;

for (const [state, meaning, market] of STATES) {
  const fault = `${state} (${meaning}) from every table, ${market}`;
  rig.lonelyFault(fault, market, async (desk, run) => {
    await whileWritesFail(sql(), { tables: TABLES, state, times: 6 }, () => trade(desk, 15));
    run.over();
    await trade(desk, 5);
    await run.expectWhole();
  });
}

for (const table of ['webhook_deliveries', 'open_orders', 'order_events']) {
  rig.lonelyFault(`pool exhausted: ${table} held for 4 s, spot`, 'spot', async (desk, run) => {
    await tradeWhile(desk, 20, async () => {
      await holdTable(sql(), table, 4_000);
      run.over();
    });
    await run.expectWhole();
  });
}

rig.stillWhole();

import { holdTable, whileWritesFail } from '../kit/faults/database-faults.js';
import { marketInTurn } from '../kit/faults/markets.js';
import { trade, tradeWhile } from '../kit/faults/load.js';
import { faultRig } from '../kit/faults/fault-rig.js';

const rig = faultRig('postgres');

const sql = () => rig.product().sql;
/** Each table is written by another step of an order's life. */
const TABLES = ['webhook_deliveries', 'open_orders', 'trade_executions', 'trades', 'order_events'];
const STATES = [
  ['40001', 'serialization failure'],
  ['40P01', 'deadlock'],
  ['53100', 'disk full'],
] as const;
const HELD = ['webhook_deliveries', 'open_orders', 'order_events'];

for (const [index, [state, meaning]] of STATES.entries()) {
  const market = marketInTurn(index);
  const fault = `${state} (${meaning}) from every table, ${market}`;
  rig.lonelyFault(fault, market, async (desk, run) => {
    await whileWritesFail(sql(), { tables: TABLES, state, times: 6 }, () => trade(desk, 15));
    run.over();
    await trade(desk, 5);
    await run.expectWhole();
  });
}

for (const [index, table] of HELD.entries()) {
  const market = marketInTurn(STATES.length + index);
  const fault = `pool exhausted: ${table} held for 4 s, ${market}`;
  rig.lonelyFault(fault, market, async (desk, run) => {
    await tradeWhile(desk, 20, async () => {
      await holdTable(sql(), table, 4_000);
      run.over();
    });
    await run.expectWhole();
  });
}

rig.stillWhole();

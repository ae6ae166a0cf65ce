import { setTimeout as sleep } from 'node:timers/promises';
import { failWrites, lockTable, terminateConnections } from './database-trouble.js';
import type { ExchangeFault } from './exchange-fault.js';
import type { MachineFault, ProcessName } from './machine-fault.js';
import type { PlannedFault } from './plan-faults.js';
import { restoreDatabase } from './restore-database.js';
import type { Scene } from './scene.js';

/** Injects one fault. Resolves when the fault has ended, or once it will end by itself. */
export async function inject(scene: Scene, planned: PlannedFault): Promise<void> {
  try {
    if (planned.where === 'exchange') {
      await injectIntoExchange(scene, planned.name, planned.account, planned.fault);
    } else {
      await injectIntoMachine(scene, planned.name, planned.fault);
    }
  } catch (error) {
    // The exchange is frozen, or the database is away, which is fault enough.
    scene.log.note(`fault "${planned.name}" not injected: ${String(error)}`);
  }
}

async function injectIntoExchange(
  { product, desks, log, signal }: Scene,
  name: string,
  index: number,
  { path, body, without, undo }: ExchangeFault,
): Promise<void> {
  const desk = desks[index];
  if (!desk) throw new Error(`no account ${index}`);
  const { market, apiKey } = desk;
  const whom = {
    ...(without === 'market' ? {} : { market }),
    ...(without === 'apiKey' ? {} : { apiKey }),
  };
  await product.venue.post(path, { ...whom, ...body });
  log.fault(name, without === 'apiKey' ? undefined : desk.name, body);
  if (!undo) return;
  await sleep(undo.afterMs, undefined, { signal }).catch(() => undefined);
  await product.venue.post(path, { ...whom, ...undo.body });
}

async function injectIntoMachine(scene: Scene, name: string, fault: MachineFault): Promise<void> {
  const { log, product, restores, signal } = scene;
  const { sql } = product;
  switch (fault.kind) {
    case 'kill':
      if (send(scene, fault.process, fault.signal)) log.fault(name, undefined, fault);
      return;
    case 'freeze': {
      const pid = send(scene, fault.process, 'SIGSTOP');
      if (pid === undefined) return;
      log.fault(name, undefined, fault);
      await sleep(fault.forMs, undefined, { signal }).catch(() => undefined);
      // Only if it is still the same process: by now, its id may belong to another one.
      if (product.pids()[fault.process] === pid) process.kill(pid, 'SIGCONT');
      return;
    }
    case 'terminate-connections':
      await terminateConnections(sql);
      log.fault(name, undefined, fault);
      return;
    case 'failing-writes':
      await failWrites(sql, fault.state, fault.forMs);
      log.fault(name, undefined, fault);
      return;
    case 'restore':
      await restores.during(async () => {
        await restoreDatabase(scene, fault.afterMs, () => log.fault(name, undefined, fault));
      });
      return;
    case 'lock-table':
      log.fault(name, undefined, fault);
      await lockTable(sql, fault.table, fault.forMs);
      return;
  }
}

/** Sends a signal to a running process. Returns its id, or `undefined` if it is not running. */
function send(
  { product, log }: Scene,
  name: ProcessName,
  signal: NodeJS.Signals,
): number | undefined {
  const pid = product.pids()[name];
  if (pid === undefined) {
    log.note(`${name} does not run: nothing to send ${signal} to`);
    return undefined;
  }
  process.kill(pid, signal);
  return pid;
}

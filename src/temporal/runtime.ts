import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Logger } from '../observability/log.js';

let isInstalled = false;

/** Sends what Temporal's SDK logs into our log; the SDK has one runtime a process, made once. */
export function installRuntime(log: Logger): void {
  if (isInstalled) return;
  isInstalled = true;
  Runtime.install({
    logger: new DefaultLogger(sdkLevel(log), ({ level, message, meta }) => {
      // Stream workers run activities only, on purpose.
      if (message.startsWith('No workflows registered')) return;
      const fields = { ...meta, sdk: true };
      if (level === 'ERROR') log.error(fields, message);
      else if (level === 'WARN') log.warn(fields, message);
      else log.info(fields, message);
    }),
    // Our own handling of signals stops the workers, in order.
    shutdownSignals: [],
  });
}

/** The SDK is talkative: its INFO is our debug. */
function sdkLevel(log: Logger): LogLevel {
  if (log.isLevelEnabled('debug')) return 'INFO';
  return log.isLevelEnabled('warn') ? 'WARN' : 'ERROR';
}

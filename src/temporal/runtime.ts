import { DefaultLogger, Runtime, type LogLevel } from '@temporalio/worker';
import type { Logger } from '../observability/log.js';

let isInstalled = false;

/**
 * Redirects the logs of Temporal's SDK into our log. The SDK has one runtime per process, which is
 * created once.
 */
export function installRuntime(log: Logger): void {
  if (isInstalled) return;
  isInstalled = true;
  Runtime.install({
    logger: new DefaultLogger(sdkLevel(log), ({ level, message, meta }) => {
      // Stream workers run activities only, by design.
      if (message.startsWith('No workflows registered')) return;
      const fields = { ...meta, sdk: true };
      if (level === 'ERROR') log.error(fields, message);
      else if (level === 'WARN') log.warn(fields, message);
      else log.info(fields, message);
    }),
    // Our own signal handling stops the workers, in order.
    shutdownSignals: [],
  });
}

/** Returns the SDK's log level. The SDK logs much: its INFO is our debug. */
function sdkLevel(log: Logger): LogLevel {
  if (log.isLevelEnabled('debug')) return 'INFO';
  return log.isLevelEnabled('warn') ? 'WARN' : 'ERROR';
}

import type { AccountStream } from '../queries/streams.js';

/**
 * Returns an account's entry of `websocket_stats`.
 *
 * @param now milliseconds since the epoch
 */
export function websocketStats(stream: AccountStream, now: number): Record<string, unknown> {
  const { session, statistics } = stream;
  const { lastMessageAt } = statistics;
  const isConnected = session?.status === 'connected';
  return {
    account_id: stream.accountId,
    account: stream.account,
    exchange: stream.exchange,
    market_type: stream.marketType,
    status: session?.status ?? 'disconnected',
    session_id: session?.sessionId ?? null,
    /** Why the session ended, or what prevents it from connecting. */
    error: session?.error ?? null,
    worker: session?.worker ?? null,
    last_ping: session?.lastPing ?? null,
    connected_at: session?.connectedAt ?? null,
    connected_since: isConnected ? session.connectedAt : null,
    ended_at: session?.endedAt ?? null,
    last_message_at: lastMessageAt,
    last_message_age_ms:
      lastMessageAt === null ? null : Math.max(now - Date.parse(lastMessageAt), 0),
    messages: statistics.messages,
    unreadable: statistics.unreadable,
    reconnects: statistics.reconnects,
    renewals: statistics.renewals,
    failed_renewals: statistics.failedRenewals,
    last_error: statistics.lastError,
    last_error_at: statistics.lastErrorAt,
    reference_counts: Object.fromEntries(stream.references),
    scope: statistics.scope,
    covered_symbols: statistics.coveredSymbols,
    lingering_symbols: statistics.lingeringSymbols,
    linger_ms: statistics.lingerMs,
    statistics,
  };
}

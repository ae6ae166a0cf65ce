/**
 * Blanks every setting of the user: demo, benchmark and tests bring everything themselves, and send
 * no alerts.
 */
export const BLANK_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'TEMPORAL_UI_URL', 'EDGE_HOST'],
    ['OPERATOR_TOKEN', 'VIEWER_TOKEN', 'SECRETS_KEY', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_CHAT_ID'],
    ['POLL_INTERVAL_MS', 'SYNC_INTERVAL_MS', 'SWEEP_INTERVAL_MS', 'VERIFY_TIMEOUT_MS'],
    ['RENEW_INTERVAL_MS', 'STREAM_LINGER_MS', 'STALE_AFTER_MS', 'LOG_LEVEL', 'DEMO'],
  ]
    .flat()
    .map((name) => [name, '']),
);

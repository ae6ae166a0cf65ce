import { z } from 'zod';
import type { TelegramSettings } from '../../config.js';
import { ChannelError, type AlertChannel } from './channel.js';

/** Telegram usually answers within a second. */
const ANSWER_WITHIN_MS = 10_000;
/** Telegram accepts 4096 characters of text. */
const LONGEST_TEXT = 4_096;

/** The form of every Bot API answer: https://core.telegram.org/bots/api#making-requests */
const answerSchema = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  parameters: z
    .object({
      retry_after: z.number().nonnegative().optional(),
      migrate_to_chat_id: z.number().optional(),
    })
    .optional(),
});

/** Returns the channel to the chat in the settings. */
export function openTelegram(settings: TelegramSettings): AlertChannel {
  return { send: (text, signal) => sendMessage(settings, text, signal) };
}

async function sendMessage(
  settings: TelegramSettings,
  text: string,
  signal: AbortSignal,
): Promise<void> {
  const token = settings.botToken.reveal();
  // The address contains the token, and some errors contain the address.
  const fail = (what: string, retryAfterMs?: number): never => {
    throw new ChannelError(what.replaceAll(token, '[redacted]'), retryAfterMs);
  };
  const [response, body] = await exchangeTexts(
    `${settings.apiUrl.replace(/\/+$/, '')}/bot${token}/sendMessage`,
    JSON.stringify({ chat_id: settings.chatId, text: shortened(text) }),
    AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  ).catch((error: unknown) => fail(`no answer from Telegram: ${reasonOf(error)}`));
  const answer = answerSchema.safeParse(parseJson(body)).data;
  if (response.ok && answer?.ok === true) return;
  const { retry_after: seconds, migrate_to_chat_id: newChatId } = answer?.parameters ?? {};
  const said = answer ? (answer.description ?? 'no description') : 'an unreadable answer';
  const hint = newChatId === undefined ? '' : `; the chat's id is now ${newChatId}`;
  fail(
    `Telegram answered ${response.status}: ${said.slice(0, 200)}${hint}`,
    seconds === undefined ? undefined : seconds * 1_000,
  );
}

async function exchangeTexts(
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<[Response, string]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    // The token must not be sent to any other address.
    redirect: 'manual',
    signal,
  });
  return [response, await response.text()];
}

function shortened(text: string): string {
  return text.length <= LONGEST_TEXT
    ? text
    : `${text.slice(0, LONGEST_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Returns why a request failed. `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? `${error.message}: ${error.cause.message || error.cause.name}`
    : error.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page; the error says that it was unreadable
  }
}

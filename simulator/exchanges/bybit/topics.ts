import type { MarketName } from '../../names.js';
import type { Envelope } from '../../server/streams.js';
import { categoryOf } from './categories.js';

const PLAIN = ['order', 'execution', 'execution.fast', 'position', 'wallet'];
/** Topics that also exist for one category. */
const CATEGORIZED = ['order', 'execution', 'execution.fast', 'position'];
const SUFFIX = /\.(spot|linear|inverse|option)$/;

/** Returns why topics cannot be subscribed to in one request, or null if they can. */
export function topicProblem(topics: readonly string[]): string | null {
  if (topics.length === 0) return 'error:args is empty';
  const unknown = topics.find((topic) => !isTopic(topic));
  if (unknown !== undefined) return `error:handler not found,topic:${unknown}`;
  const forms = new Map<string, boolean>();
  for (const topic of topics) {
    const name = plain(topic);
    const isByCategory = name !== topic;
    if ((forms.get(name) ?? isByCategory) !== isByCategory) {
      return `error:all-in-one and categorised topics cannot be mixed,topic:${topic}`;
    }
    forms.set(name, isByCategory);
  }
  return null;
}

/** Returns the envelope of a connection. It passes subscribed topics, under the subscribed name. */
export function envelopeFor(topics: ReadonlySet<string>): Envelope {
  return (text, { name }, market) => {
    if (topics.has(name)) return text;
    const byCategory = categorized(name, market);
    if (!topics.has(byCategory)) return null;
    return text.replace(`"topic":"${name}"`, `"topic":"${byCategory}"`);
  };
}

function isTopic(topic: string): boolean {
  const name = plain(topic);
  return name === topic ? PLAIN.includes(topic) : CATEGORIZED.includes(name);
}

function plain(topic: string): string {
  return topic.replace(SUFFIX, '');
}

function categorized(name: string, market: MarketName): string {
  return `${name}.${categoryOf(market)}`;
}

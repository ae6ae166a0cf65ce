// Relative times that stay correct while the page is open. Instants are ISO 8601, as the API has
// them.
import { element } from './dom.js';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

const DAY_SECONDS = 86_400;

/**
 * Returns a `time` element that says how long ago an instant was.
 *
 * @param {string} instant
 */
export function relativeTime(instant) {
  const time = timeElement(instant, ago(instant));
  time.dataset.relative = '';
  return time;
}

/**
 * Returns a `time` element with the time of day, to the millisecond.
 *
 * @param {string} instant
 */
export function clockTime(instant) {
  return timeElement(instant, clock.format(new Date(instant)));
}

/** Updates all relative times of the page. */
export function refreshRelativeTimes() {
  for (const time of document.querySelectorAll('time')) {
    if (time.dataset.relative === undefined) continue;
    const text = ago(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

/**
 * Returns whether an instant lies in the current day, in local time.
 *
 * @param {string} instant
 */
export function isToday(instant) {
  return new Date(instant).toDateString() === new Date().toDateString();
}

/**
 * Returns whether an instant is less than a day ago.
 *
 * @param {string} instant
 */
export function isWithinADay(instant) {
  return Date.now() - Date.parse(instant) < DAY_SECONDS * 1_000;
}

/**
 * Returns how long ago an instant was, in the largest unit that has passed at least once.
 *
 * @param {string} instant
 */
export function ago(instant) {
  const seconds = Math.floor((Date.now() - Date.parse(instant)) / 1_000);
  // Two clocks never agree exactly.
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < DAY_SECONDS) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / DAY_SECONDS)} d ago`;
}

/**
 * @param {string} instant
 * @param {string} text
 */
function timeElement(instant, text) {
  const time = element('time', '', text);
  time.dateTime = instant;
  time.title = whole.format(new Date(instant));
  return time;
}

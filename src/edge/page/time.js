// Relative times that stay true while the page is open.

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

const steps = [
  [60, 1, 's'],
  [3_600, 60, 'min'],
  [86_400, 3_600, 'h'],
  [Infinity, 86_400, 'd'],
];

/** Returns a `time` element that says how long ago an instant was. */
export function relativeTime(iso) {
  const element = timeElement(iso);
  element.dataset.relative = '';
  element.textContent = ago(iso);
  return element;
}

/** Returns a `time` element with the time of day, to the millisecond. */
export function clockTime(iso) {
  const element = timeElement(iso);
  element.textContent = clock.format(new Date(iso));
  return element;
}

/** Brings all relative times of the page up to date. */
export function refreshRelativeTimes() {
  for (const element of document.querySelectorAll('time[data-relative]')) {
    const text = ago(element.dateTime);
    if (element.textContent !== text) element.textContent = text;
  }
}

/** Tells whether an instant lies in the current day, here. */
export function isToday(iso) {
  return new Date(iso).toDateString() === new Date().toDateString();
}

/** Tells whether an instant is less than a day ago. */
export function isWithinADay(iso) {
  return Date.now() - Date.parse(iso) < 86_400_000;
}

function timeElement(iso) {
  const element = document.createElement('time');
  element.dateTime = iso;
  element.title = whole.format(new Date(iso));
  return element;
}

function ago(iso) {
  const seconds = Math.floor((Date.now() - Date.parse(iso)) / 1_000);
  // Two clocks are never quite the same.
  if (seconds < 2) return 'now';
  const [, unit, name] = steps.find(([limit]) => seconds < limit);
  return `${Math.floor(seconds / unit)} ${name} ago`;
}

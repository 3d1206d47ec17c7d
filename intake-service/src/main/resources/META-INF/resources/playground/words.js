// What things are called, for people.
import { el } from './dom.js';

const STATES = {
  SUBMITTED: ['Submitted', 'moving'],
  DEFERRED: ['Deferred', 'waiting'],
  HELD: ['Held', 'waiting'],
  APPROVED: ['Approved', 'moving'],
  RUNNING: ['Running', 'moving'],
  RETRYING: ['Retrying', 'moving'],
  UNKNOWN: ['Unknown', 'unknown'],
  DEAD: ['Failed', 'failed'],
  SUCCEEDED: ['Succeeded', 'well'],
  REJECTED: ['Refused', 'rejected'],
  EXPIRED: ['Expired', 'over'],
  CANCELLED: ['Cancelled', 'over'],
  DISCARDED: ['Discarded', 'over'],
};
const OVER = new Set(['SUCCEEDED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'DISCARDED']);

/** The state's name and the tone in which it is shown. */
export const stateOf = (state) => {
  const [title, tone] = STATES[state] ?? [visible(String(state)), 'moving'];
  return { title, tone };
};

/** True if nothing happens any more, unless a person grants another attempt. */
export const hasEnded = (intent) => OVER.has(intent.state);

/** True if its owner may end it now. */
export const canBeCancelled = (intent) => !OVER.has(intent.state) && intent.state !== 'UNKNOWN';

export const isChat = (intent) => intent.action === 'llm.chat' && Array.isArray(intent.parameters?.messages);

/** Characters that hide, or that change the order of what stands around them, are spelt out. */
export const visible = (text) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (hidden) => '⟦U+' + hidden.codePointAt(0).toString(16).toUpperCase().padStart(4, '0') + '⟧');

/** A message's content as text: one that has parts is shown by its texts. */
export const contentOf = (content) => {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map((part) => part?.text ?? JSON.stringify(part)).join('\n');
  return content === null || content === undefined ? '' : JSON.stringify(content);
};

/** What an intent was answered, as text; null if there is nothing yet. */
export const answerOf = (intent) => {
  if (intent.result === undefined || intent.result === null) return null;
  const message = intent.result.choices?.[0]?.message;
  if (message) {
    return contentOf(message.content) || (message.tool_calls ? JSON.stringify(message.tool_calls, null, 2) : '');
  }
  return typeof intent.result === 'string' ? intent.result : JSON.stringify(intent.result, null, 2);
};

/** One line that says what was asked for. */
export const headline = (intent) => {
  const asked = isChat(intent) ? intent.parameters.messages.at(-1) : null;
  return visible(asked ? contentOf(asked.content) : intent.summary ?? intent.action);
};

export const number = (value) => Number(value).toLocaleString('en');

/** An amount in a budget's unit. */
export const amount = (value, unit) => {
  if (unit === 'cost-micros') return (value / 1e6).toLocaleString('en', { maximumFractionDigits: value < 1e4 ? 6 : 2 });
  const words = unit.replace('-', ' ');
  return number(value) + ' ' + (value === 1 ? words.replace(/s$/, '') : words);
};

/** How long, by its largest unit. */
const about = (milliseconds) => {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return Math.floor(milliseconds / 1000) + ' s';
  if (minutes < 60) return minutes + ' min';
  return minutes < 48 * 60 ? Math.floor(minutes / 60) + ' h' : Math.floor(minutes / (24 * 60)) + ' d';
};

/** How long something took. */
export const took = (milliseconds) => {
  if (milliseconds < 1000) return Math.max(0, milliseconds) + ' ms';
  return milliseconds < 60_000 ? (milliseconds / 1000).toFixed(1) + ' s' : about(milliseconds);
};

/** How long it still is. */
export const span = (milliseconds) => {
  const seconds = Math.ceil(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return seconds + ' s';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 && seconds % 60 ? minutes + ' min ' + (seconds % 60) + ' s' : minutes + ' min';
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 || hours >= 10 ? hours + ' h' : hours + ' h ' + (minutes % 60) + ' min';
  return Math.floor(hours / 24) + ' d';
};

/** How long a budget's window is, in words: it is told as its opening and its length. */
export const windowWords = (window) => {
  const length = window.split('/').at(-1);
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(length);
  if (!parts) return /^\d/.test(length) ? 'this month' : length;
  const named = ['day', 'hour', 'minute', 'second']
    .map((name, at) => parts[at + 1] === undefined ? '' : parts[at + 1] + ' ' + name + (parts[at + 1] === '1' ? '' : 's'));
  return named.filter(Boolean).join(' ');
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (part) => String(part).padStart(2, '0');
const pointWords = (at) => at.getUTCDate() + ' ' + MONTHS[at.getUTCMonth()] + ' ' + at.getUTCFullYear() + ', '
  + two(at.getUTCHours()) + ':' + two(at.getUTCMinutes()) + ':' + two(at.getUTCSeconds()) + ' UTC';

/** A sentence of the broker's, its points in time as times. */
export const sentence = (text) => {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g)) {
    nodes.push(visible(text.slice(from, found.index)));
    const words = pointWords(new Date(found[0]));
    nodes.push(el('time', { dateTime: found[0], className: 'point', title: found[0] }, words));
    from = found.index + found[0].length;
  }
  nodes.push(visible(text.slice(from)));
  return nodes;
};

/** How long ago; goes on by itself. */
export const ago = (instant) => el('time', { dateTime: instant, title: instant }, '');

/** Tells all times anew. */
export const tellTime = () => {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[datetime]:not(.point)')) {
    const away = Date.parse(time.dateTime) - now;
    const words = away <= 0 ? (away > -1500 ? 'now' : about(-away) + ' ago') : 'in ' + span(away);
    if (time.textContent !== words) time.textContent = words;
  }
};

/** What a problem of the door says, to people. */
export const problemWords = (problem) => ({
  title: {
    UNAUTHENTICATED: 'You are signed out',
    BROKER_AWAY: 'The broker cannot be reached',
    GOING_AWAY: 'The door is about to restart',
    RATE_LIMITED: 'Too much goes on here at once',
    NO_POLICY: 'No policy is in force yet',
    TOO_LARGE: 'That is too long',
    MALFORMED: 'That cannot be understood',
    OFFLINE: 'The playground cannot be reached',
  }[problem.code] ?? problem.title ?? 'It was not taken',
  detail: visible(problem.detail ?? ''),
});

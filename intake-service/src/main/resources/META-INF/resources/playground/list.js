// The caller's own intents, newest first, kept up by what the channel tells.
import { $, el } from './dom.js';
import { ago, headline, sentence, stateOf } from './words.js';

const SHOWN = 40;
const LATER = 4000;

/** The list. */
export class IntentList {
  /** @param open is called with the id of an intent that somebody wants to see */
  constructor(door, open) {
    this.door = door;
    this.open = open;
    this.intents = new Map();
    this.rows = new Map();
    this.cursor = null;
    this.current = null;
    $('more').addEventListener('click', () => this.load(this.cursor));
    $('lines').addEventListener('click', (event) => {
      const link = event.target.closest('a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link.closest('li').dataset.id);
    });
  }

  async load(cursor = null) {
    const query = '?limit=' + SHOWN + (cursor ? '&cursor=' + encodeURIComponent(cursor) : '');
    const answer = await this.door.ask('GET', '/v1/intents' + query);
    if (!answer.ok) {
      if (!this.door.over) setTimeout(() => this.load(cursor), LATER);
      return;
    }
    this.cursor = answer.body.cursor ?? null;
    $('more').hidden = this.cursor === null;
    for (const intent of answer.body.items) this.take(intent);
    $('nothing').hidden = this.rows.size > 0;
  }

  /** Takes what was heard of an intent, if it is news; true if it was. */
  take(intent) {
    const known = this.intents.get(intent.id);
    if (known && versionOf(known) >= versionOf(intent)) return false;
    this.intents.set(intent.id, intent);
    this.show(intent);
    return true;
  }

  /** The intent of which the conversation up to here was the question, if it is known. */
  asking(messages) {
    const text = JSON.stringify(messages);
    for (const intent of this.intents.values()) {
      if (intent.action === 'llm.chat' && JSON.stringify(intent.parameters?.messages) === text) return intent;
    }
    return undefined;
  }

  mark(id) {
    this.current = id;
    for (const [other, row] of this.rows) {
      const link = row.querySelector('a');
      other === id ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
      if (other === id) row.scrollIntoView({ block: 'nearest' });
    }
  }

  /** The id of the next or the previous one. */
  neighbour(step) {
    const ids = [...$('lines').children].map((row) => row.dataset.id);
    const at = ids.indexOf(this.current);
    return ids[at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step))];
  }

  show(intent) {
    const { title, tone } = stateOf(intent.state);
    const reason = tone === 'well' || tone === 'moving' ? undefined : intent.reasons?.[0]?.message;
    const row = el('li', { className: 'line', data: { id: intent.id, state: intent.state } },
      el('a', { href: '#' + intent.id },
        el('span', { className: 'headline' }, headline(intent)),
        el('span', { className: 'facts' },
          el('span', { className: 'state t-' + tone }, title),
          intent.cached ? el('span', { className: 'label' }, 'cached') : '',
          intent.fallback ? el('span', { className: 'label' }, 'stand-in') : '',
          ago(intent.submittedAt)),
        reason ? el('span', { className: 'reason' }, ...sentence(reason)) : ''));
    const before = this.rows.get(intent.id);
    if (this.current === intent.id) row.querySelector('a').setAttribute('aria-current', 'true');
    if (before) {
      const focused = before.contains(document.activeElement);
      before.replaceWith(row);
      if (focused) row.querySelector('a').focus();
    } else {
      const next = [...$('lines').children].find((other) =>
        this.intents.get(other.dataset.id).submittedAt < intent.submittedAt);
      $('lines').insertBefore(row, next ?? null);
    }
    this.rows.set(intent.id, row);
    $('nothing').hidden = true;
  }
}

/** How far an intent has come. */
const versionOf = (intent) => intent.timeline?.at(-1)?.version ?? 0;

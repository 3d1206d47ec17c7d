// One intent as a person reads it: what was asked, what became of it and why, and its answer as it comes.
import { $, el } from './dom.js';
import {
  ago, answerOf, canBeCancelled, contentOf, hasEnded, headline, isChat, number, sentence, span, stateOf, tellTime, took, visible,
} from './words.js';

const TITLES = {
  SUBMITTED: 'Handed over. Policy decides.',
  DEFERRED: 'Waits for room in a budget',
  HELD: 'Held: a person has to agree',
  APPROVED: 'Approved, on its way',
  RUNNING: 'Running',
  RETRYING: 'The attempt failed; the next one is scheduled',
  UNKNOWN: 'Nobody can tell whether it happened',
  DEAD: 'It has failed',
  REJECTED: 'Refused',
  EXPIRED: 'Its time was up',
  CANCELLED: 'Cancelled',
  DISCARDED: 'Put aside by a reviewer',
};
const CONSEQUENCES = {
  HELD: 'It goes on without you: this page changes by itself when somebody has decided. Silence denies.',
  DEFERRED: 'First in, first out: it goes on by itself when the window opens.',
  UNKNOWN: 'Its executor is asked, then a person at the desk. Nothing is tried again meanwhile.',
  DEAD: 'Somebody at the desk can have it tried again.',
};

const IN_ENDED_SESSION = {
  HELD: 'Its session was ended, so nobody can agree to it any more: cancel it, or let its time run out.',
  DEAD: 'Its session was ended, so nobody can have it tried again.',
};

/** What to expect of it. */
const consequenceOf = ({ state, sessionEnded }) => (sessionEnded && IN_ENDED_SESSION[state]) || CONSEQUENCES[state];

/** What the pane shows. */
export class Thread {
  /**
   * @param earlier finds the intent that asked a former question of the conversation
   * @param budgetNamed finds a budget
   * @param cancel is called with the id of an intent to be ended
   * @param again is called with an intent whose question is to be asked once more
   */
  constructor({ earlier, budgetNamed, cancel, again }) {
    this.earlier = earlier;
    this.budgetNamed = budgetNamed;
    this.cancel = cancel;
    this.again = again;
    this.intent = null;
    this.box = $('thread');
    setInterval(() => this.tellRoom(), 1000);
  }

  /** Whether it is the intent that is shown. */
  isOf(intent) {
    return this.intent?.id === intent.id;
  }

  /** Nothing yet: an invitation, with things to begin with: each has words, and fills the form. */
  invite(suggestions) {
    this.intent = null;
    this.box.replaceChildren(el('div', { className: 'invitation' },
      emblem(),
      el('h1', {}, 'Ask, and see it countersigned'),
      el('p', { className: 'lede' }, 'Every question is an intent: decided by policy, held against your budgets, written '
        + 'to the audit log, and only then answered.'),
      el('p', { className: 'suggestions' }, ...suggestions.map(({ words, fill }) =>
        el('button', { type: 'button', className: 'button', onclick: fill }, words)))));
  }

  /** Shows that intent in place of what was there. */
  open(intent) {
    this.intent = intent;
    this.text = document.createTextNode('');
    this.run = null;
    this.pieces = 0;
    this.standing = el('div', { className: 'standing', role: 'status' });
    this.answer = el('div', { className: 'answer' }, this.text);
    this.facts = el('footer', { className: 'facts' });
    this.reply = el('article', { className: 'turn reply' }, this.standing, this.answer, this.facts);
    this.story = el('details', { className: 'story' });
    const turns = isChat(intent) ? this.turns(intent.parameters.messages) : [asked(intent)];
    this.box.replaceChildren(...turns, this.reply, this.story);
    this.show(intent);
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** The conversation so far, with what is known of its former answers. */
  turns(messages) {
    return messages.map((message, at) => {
      const content = visible(contentOf(message.content));
      if (message.role === 'user') return el('article', { className: 'turn question' }, el('p', {}, content));
      if (message.role !== 'assistant') {
        return el('article', { className: 'turn other' }, el('h2', {}, visible(String(message.role))), el('p', {}, content));
      }
      const former = this.earlier(messages.slice(0, at));
      return el('article', { className: 'turn reply' }, el('div', { className: 'answer' }, content),
        el('footer', { className: 'facts' }, ...(former ? factsOf(former) : [])));
    });
  }

  /** Takes a newer state of the intent that is shown. */
  show(intent) {
    this.intent = intent;
    const { tone } = stateOf(intent.state);
    const follows = this.isAtEnd();
    const whole = answerOf(intent);
    if (whole !== null && intent.state === 'SUCCEEDED') this.text.data = visible(whole);
    this.answer.hidden = this.text.data === '' && intent.state !== 'SUCCEEDED';
    this.answer.classList.toggle('data', !isChat(intent));
    this.answer.classList.toggle('partial', intent.state !== 'SUCCEEDED' && hasEnded(intent));
    this.reply.dataset.state = intent.state;
    this.reply.classList.toggle('waits', this.text.data === '' && tone === 'moving');
    this.reply.classList.toggle('streams', this.text.data !== '' && tone === 'moving');
    this.standing.className = 'standing c-' + tone;
    this.standing.replaceChildren(...this.standingOf(intent, tone));
    this.facts.replaceChildren(...factsOf(intent));
    this.tellStory(intent);
    this.tellRoom();
    tellTime();
    if (follows) this.box.scrollTop = this.box.scrollHeight;
  }

  /** Takes a piece of its output. */
  piece({ run, data }) {
    if (this.run !== null && this.run !== run) this.restart();
    this.run = run;
    const words = typeof data === 'string' ? data : contentOf(data?.choices?.[0]?.delta?.content);
    if (words === '' || this.intent.state === 'SUCCEEDED') return;
    const follows = this.isAtEnd();
    this.pieces++;
    this.answer.hidden = false;
    this.text.appendData(visible(words));
    this.reply.classList.remove('waits');
    this.reply.classList.add('streams');
    if (follows) this.box.scrollTop = this.box.scrollHeight;
  }

  /** What was shown does not count: another attempt begins. */
  restart() {
    this.run = null;
    if (this.intent.state !== 'SUCCEEDED') this.text.data = '';
  }

  /** The connection is lost, or back. */
  lost(away) {
    this.reply.classList.toggle('lost', away);
  }

  standingOf(intent, tone) {
    if (intent.state === 'SUCCEEDED') {
      return [intent.fallback ? mark('A stand-in: no executor could answer, and the policy has this prepared for that.') : '']
        .filter(Boolean);
    }
    const lost = el('p', { className: 'lost-note' }, 'Connection lost: it goes on, and so does this page in a moment.');
    const cancel = canBeCancelled(intent)
      ? el('button', { type: 'button', className: 'button', onclick: () => this.cancel(intent.id) }, 'Cancel') : '';
    if (tone === 'moving') {
      return [el('p', { className: 'progress' }, el('span', { className: 'state t-moving' }, stateOf(intent.state).title),
        el('span', { className: 'quiet' }, TITLES[intent.state] === stateOf(intent.state).title ? '' : TITLES[intent.state] ?? ''),
        cancel), lost];
    }
    const reasons = (intent.reasons ?? []).filter((reason) => reason.message || reason.code);
    const code = reasons.find((reason) => reason.code === 'OVER_BUDGET')?.code;
    const consequence = consequenceOf(intent);
    const again = ['REJECTED', 'DEAD', 'EXPIRED', 'CANCELLED'].includes(intent.state)
      ? el('button', { type: 'button', className: 'button again', onclick: () => this.again(intent) }, 'Ask again') : '';
    return [
      el('h2', {}, intent.state === 'REJECTED' && code ? 'Over budget' : TITLES[intent.state] ?? stateOf(intent.state).title),
      el('ul', { className: 'reasons' }, ...reasons.map(reasonOf)),
      intent.error ? el('p', { className: 'error' }, visible(intent.error.message ?? intent.error.code)) : '',
      el('p', { className: 'room' }),
      consequence ? el('p', { className: 'consequence' }, consequence) : '',
      el('p', { className: 'doing' }, cancel, again, el('span', { className: 'id' }, 'Its id is ', el('code', {}, intent.id))),
      lost,
    ].filter(Boolean);
  }

  /** Over budget: how much is left, and when there is room again. Goes on by itself. */
  tellRoom() {
    const room = this.standing?.querySelector('.room');
    if (!room || !this.intent) return;
    const over = (this.intent.reasons ?? []).find((reason) => reason.code === 'OVER_BUDGET');
    const budget = over && this.budgetNamed(over.rule);
    if (!budget) {
      room.hidden = true;
      return;
    }
    room.hidden = false;
    const away = Date.parse(budget.resets) - Date.now();
    room.textContent = 'Now ' + number(Math.max(0, budget.left)) + ' of ' + number(budget.limit) + ' ' + budget.unit
      + ' are left' + (away > 0 && budget.used + budget.held > 0 ? '; the window opens anew in ' + span(away) + '.' : '.');
  }

  tellStory(intent) {
    const steps = (intent.timeline ?? []).map((step) => {
      const { title, tone } = stateOf(step.state);
      return el('li', { className: 't-' + tone },
        el('p', {}, el('b', {}, title), el('span', { className: 'quiet' }, after(intent, step)), ago(step.at)),
        ...(step.reasons ?? []).map((reason) => el('p', {}, el('span', {}, ...sentence(reason.message || reason.code)))));
    });
    this.story.replaceChildren(el('summary', {}, 'How it went'), el('ol', { className: 'timeline' }, ...steps),
      el('p', { className: 'quiet' }, 'Intent ', el('code', {}, intent.id)));
  }

  isAtEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 60;
  }
}

const emblem = () => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  for (const line of ['M5 17.5 11.5 24 20 10', 'M13.5 19.5 18 24 27 8.5']) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', line);
    svg.append(path);
  }
  return svg;
};

/** What an action that is no chat was asked with. */
const asked = (intent) => el('article', { className: 'turn request' },
  el('h1', {}, headline(intent)),
  el('p', { className: 'quiet' }, el('code', {}, visible(intent.action))),
  el('pre', { className: 'wrap' }, visible(JSON.stringify(intent.parameters, null, 2) ?? '')));

const mark = (text) => el('p', { className: 'notice n-pending' }, text);

const reasonOf = (reason) => el('li', {},
  el('span', { className: 'words' }, ...sentence(reason.message || reason.code)),
  el('span', { className: 'facts' }, reason.rule ? el('span', { className: 'rule' }, visible(reason.rule)) : '',
    reason.rule ? ' · ' : '', el('code', {}, visible(reason.code))));

/** How long after it was handed over. */
const after = (intent, step) => '+' + took(Date.parse(step.at) - Date.parse(intent.submittedAt));

/** What an answer took, and where it came from. */
const factsOf = (intent) => {
  if (intent.state !== 'SUCCEEDED') return [];
  const usage = intent.usage ?? {};
  const tokens = (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  const prepared = (intent.reasons ?? []).some((reason) => reason.code === 'ANSWERED');
  const facts = [
    usage.model ? el('span', {}, visible(usage.model)) : '',
    tokens > 0 ? el('span', { title: number(usage.inputTokens ?? 0) + ' in, ' + number(usage.outputTokens ?? 0) + ' out' },
      number(tokens) + ' tokens') : '',
    usage.costMicros > 0 ? el('span', {}, (usage.costMicros / 1e6).toLocaleString('en', { maximumFractionDigits: 6 })) : '',
    el('span', {}, took(Date.parse(intent.updatedAt) - Date.parse(intent.submittedAt))),
  ].filter(Boolean);
  const marks = [
    intent.cached ? el('span', { className: 'label cached', title: 'The same question was answered before: it took no tokens' }, 'cached') : '',
    prepared ? el('span', { className: 'label', title: 'The policy has this answer prepared: no model was called' }, 'prepared') : '',
    intent.fallback ? el('span', { className: 'label fallback' }, 'stand-in') : '',
    intent.result?.choices?.[0]?.finish_reason === 'length'
      ? el('span', { className: 'label fallback', title: 'It came to the most tokens that it may take' }, 'cut off') : '',
  ].filter(Boolean);
  return [...marks, ...facts];
};

// The playground: one page over the same API that programs use.
import { $ } from './dom.js';
import { Budgets } from './budgets.js';
import { Composer } from './composer.js';
import { Door, signedIn } from './door.js';
import { IntentList } from './list.js';
import { Thread } from './thread.js';
import { answerOf, hasEnded, isChat, tellTime } from './words.js';

const welcome = () => { $('welcome').hidden = false; };

const enter = (session) => {
  const signedOut = () => {
    $('composer').classList.add('over');
    $('send').disabled = true;
    composer.complain({ code: 'UNAUTHENTICATED', detail: 'Sign in again; your intents go on without you.' });
    const link = Object.assign(document.createElement('a'), { href: '/sign-in', textContent: 'Sign in' });
    $('complaint').querySelector('p').append(' ', link);
  };

  const door = new Door(session, signedOut);
  const budgets = new Budgets(door);
  const list = new IntentList(door, (id) => { location.hash = id; });
  let shown = null;
  let following = null;

  const thread = new Thread({
    earlier: (messages) => list.asking(messages),
    budgetNamed: (name) => budgets.named(name),
    cancel: async (id) => {
      const answer = await door.ask('DELETE', '/v1/intents/' + id);
      if (!answer.ok && answer.body.code !== 'ENDED') composer.complain(answer.body);
    },
    again: (intent) => {
      base = isChat(intent) ? intent.parameters.messages.slice(0, -1) : [];
      composer.fill(intent);
    },
  });

  /** What the next question follows: the conversation that is shown, if its last question was answered. */
  let base = null;
  const history = () => {
    if (base !== null) return base;
    const intent = shown === null ? undefined : list.intents.get(shown);
    if (intent === undefined || !isChat(intent)) return [];
    const answer = answerOf(intent);
    return intent.state === 'SUCCEEDED' && answer !== null
      ? [...intent.parameters.messages, { role: 'assistant', content: answer }]
      : intent.parameters.messages.slice(0, -1);
  };

  const composer = new Composer(door, {
    history,
    sent: (id) => { budgets.changed(); location.hash = id; },
  });

  /** Takes news of an intent, from whichever side it comes. */
  const hear = (intent) => {
    if (!list.take(intent)) return;
    if (thread.isOf(intent)) thread.show(intent);
    budgets.changed();
  };

  const follow = (id) => {
    following?.abort();
    following = new AbortController();
    const { signal } = following;
    const mine = () => shown === id && !signal.aborted;
    door.follow(id, (name, data) => {
      if (name === 'state') hear(data);
      else if (name === 'chunk' && mine()) thread.piece(data);
      else if (name === 'restart' && mine()) thread.restart();
    }, (away) => { if (mine()) thread.lost(away); }, signal);
  };

  const open = async (id) => {
    following?.abort();
    shown = id;
    base = null;
    list.mark(id);
    document.body.classList.toggle('has-intent', id !== null);
    document.body.classList.remove('lists');
    $('show-list').ariaExpanded = 'false';
    if (id === null) {
      thread.invite(composer.suggestions());
      return;
    }
    if (!list.intents.has(id)) {
      const answer = await door.ask('GET', '/v1/intents/' + encodeURIComponent(id));
      if (shown !== id) return;
      if (!answer.ok) {
        composer.complain(answer.body);
        location.hash = '';
        return;
      }
      list.take(answer.body);
      list.mark(id);
    }
    const intent = list.intents.get(id);
    thread.open(intent);
    if (!hasEnded(intent)) follow(id);
  };

  const openAddressed = () => open(/^#[0-9a-f-]{36}$/.test(location.hash) ? location.hash.slice(1) : null);
  const newChat = () => {
    location.hash = '';
    composer.choose('chat');
    $('ask').focus();
  };

  $('who').querySelector('b').textContent = session.user;
  $('who').querySelector('.at').textContent = session.tenant;
  $('who').title = session.roles.join(', ');
  $('sign-out-form').value = session.form;
  for (const part of ['me', 'list', 'pane', 'budgets']) $(part).hidden = false;
  document.body.classList.add('entered');

  window.addEventListener('hashchange', openAddressed);
  $('new-chat').addEventListener('click', newChat);
  $('show-keys').addEventListener('click', () => $('keys').showModal());
  $('show-list').addEventListener('click', () => {
    $('show-list').ariaExpanded = String(document.body.classList.toggle('lists'));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
    if (event.target.closest('input, textarea, select')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const step = { j: 1, k: -1 }[event.key];
    if (event.key === '/') { event.preventDefault(); $('ask').focus(); }
    else if (event.key === 'n') { event.preventDefault(); newChat(); }
    else if (event.key === '?') $('keys').showModal();
    else if (step !== undefined && list.neighbour(step)) location.hash = list.neighbour(step);
  });
  setInterval(tellTime, 1000);

  let heardBefore = false;
  door.listen((name, data) => {
    if (name === 'state') hear(data);
  }, (live) => {
    $('live').hidden = false;
    $('live').classList.toggle('off', !live);
    $('live').textContent = live ? 'live' : 'not live';
    // What was missed while nothing was heard is asked for.
    if (live && heardBefore) {
      list.load();
      budgets.changed();
      composer.load();
    }
    heardBefore ||= live;
  });
  budgets.refresh();
  Promise.all([list.load(), composer.load()]).then(openAddressed);
};

try {
  const session = await signedIn();
  session === null ? welcome() : enter(session);
} catch {
  welcome();
  $('welcome').querySelector('.lede').textContent = 'The playground cannot be reached. Load the page again in a moment.';
}

// Where one writes what to ask for: a question for a model, or an action with its arguments.
import { $, el } from './dom.js';
import { newKey } from './door.js';
import { contentOf, problemWords, visible } from './words.js';

const LATER = 4000;

/** The form. What was written stays until the broker has it, and is the same request when it is sent again. */
export class Composer {
  /**
   * @param history gives the messages that the next question follows
   * @param sent is called with the id of what was handed over
   */
  constructor(door, { history, sent }) {
    this.door = door;
    this.history = history;
    this.sent = sent;
    this.actions = new Map();
    this.key = null;
    this.busy = false;
    this.loadsLater = false;
    const form = $('composer');
    form.addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
    form.addEventListener('input', () => { this.key = null; this.fit(); });
    for (const mode of form.elements.mode) mode.addEventListener('change', () => this.choose(this.mode()));
    $('action').addEventListener('change', () => this.outline());
    $('ask').addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && (this.mode() === 'chat' || event.ctrlKey)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    this.choose('chat');
  }

  /** What the caller may do, and with which models. */
  async load() {
    const [actions, models] = await Promise.all([this.door.ask('GET', '/v1/actions'), this.door.ask('GET', '/v1/models')]);
    if (actions.ok) {
      this.actions = new Map(actions.body.actions.map((action) => [action.name, action]));
      $('action').replaceChildren(...[...this.actions.values()]
        .filter((action) => action.name !== 'llm.chat')
        .map((action) => el('option', { value: action.name }, visible(action.title ?? action.name))));
    }
    if (models.ok) {
      $('model').replaceChildren(...models.body.data.map((model) => el('option', { value: model.id }, visible(model.id))));
    }
    $('model').closest('.choice').hidden = models.ok && models.body.data.length === 0;
    if (actions.ok && models.ok) {
      if (this.loadsLater) this.complain(null);
      this.loadsLater = false;
    } else if (!this.door.over) {
      this.complain(actions.ok ? models.body : actions.body);
      this.loadsLater = true;
      setTimeout(() => this.load(), LATER);
    }
    this.choose(this.mode());
  }

  mode() {
    return $('composer').elements.mode.value;
  }

  choose(mode) {
    const form = $('composer');
    form.elements.mode.value = mode;
    form.classList.toggle('acts', mode === 'action');
    const may = mode === 'chat' ? this.actions.size === 0 || this.actions.has('llm.chat') : $('action').options.length > 0;
    $('send').disabled = !may;
    $('ask').placeholder = !may ? 'No grant lets you do that without a session' : mode === 'chat' ? 'Ask a model' : '{ }';
    $('ask-label').textContent = mode === 'chat' ? 'Your question' : 'Its arguments, as JSON';
    $('send').textContent = mode === 'chat' ? 'Ask' : 'Submit';
    if (mode === 'action') this.outline();
    else if (this.outlined === $('ask').value) $('ask').value = '';
    this.fit();
  }

  /** The arguments that the chosen action cannot do without, if nobody has written anything. */
  outline() {
    const ask = $('ask');
    if (ask.value.trim() !== '' && ask.value !== this.outlined) return;
    const schema = this.actions.get($('action').value)?.parameters ?? {};
    const names = schema.required ?? Object.keys(schema.properties ?? {});
    const example = Object.fromEntries(names.map((name) => [name, exampleOf(schema.properties?.[name])]));
    this.outlined = ask.value = JSON.stringify(example, null, 2);
    this.fit();
  }

  /** Something to begin with, of what the caller may do. */
  suggestions() {
    const question = 'What is an intent, in two sentences?';
    const actions = [...$('action').options].slice(0, 3).map((option) => ({
      words: option.textContent,
      fill: () => {
        this.choose('action');
        $('action').value = option.value;
        this.outline();
        $('ask').focus();
      },
    }));
    const chat = { words: question, fill: () => this.fill({ action: 'llm.chat', parameters: { messages: [{ content: question }] } }) };
    return this.actions.has('llm.chat') ? [chat, ...actions] : actions;
  }

  /** Puts that into the form, for a person to send. */
  fill(intent) {
    if (intent.action === 'llm.chat') {
      this.choose('chat');
      $('ask').value = contentOf(intent.parameters.messages.at(-1)?.content);
    } else {
      this.choose('action');
      $('action').value = intent.action;
      // nobody has written it: it goes with the mode or the action that it is for
      this.outlined = $('ask').value = JSON.stringify(intent.parameters, null, 2);
    }
    this.key = null;
    this.fit();
    $('ask').focus();
  }

  async send() {
    const text = $('ask').value.trim();
    if (text === '' || this.busy || $('send').disabled) return;
    const body = this.mode() === 'chat' ? this.chat(text) : this.intent(text);
    if (body === null) return;
    this.work(true);
    this.key ??= newKey();
    const answer = await this.door.ask('POST', '/v1/intents', { body, key: this.key });
    this.work(false);
    if (answer.body.id === undefined) {
      this.complain(answer.body);
      return;
    }
    // A refusal is an intent too: it is recorded, and shown as such.
    this.complain(null);
    this.key = null;
    $('ask').value = '';
    this.fit();
    this.sent(answer.body.id);
    if (this.mode() === 'action') this.outline();
  }

  chat(text) {
    const most = $('most').valueAsNumber;
    return {
      action: 'llm.chat',
      parameters: { messages: [...this.history(), { role: 'user', content: text }] },
      model: $('model').value || null,
      maxTokens: Number.isFinite(most) ? most : null,
      ...this.manner(),
    };
  }

  intent(text) {
    try {
      return { action: $('action').value, parameters: JSON.parse(text), ...this.manner() };
    } catch (notJson) {
      this.complain({ code: 'MALFORMED', detail: notJson.message });
      return null;
    }
  }

  manner() {
    return { private: $('private').checked, onQuota: $('defer').checked ? 'DEFER' : 'REJECT' };
  }

  work(busy) {
    this.busy = busy;
    $('composer').classList.toggle('busy', busy);
    $('composer').ariaBusy = String(busy);
  }

  complain(problem) {
    const notice = $('complaint');
    notice.hidden = problem === null;
    if (problem === null) return;
    const { title, detail } = problemWords(problem);
    notice.querySelector('b').textContent = title;
    notice.querySelector('p').textContent = detail;
  }

  /** As high as what is in it, within bounds that the stylesheet has. */
  fit() {
    const ask = $('ask');
    ask.style.height = 'auto';
    ask.style.height = ask.scrollHeight + 2 + 'px';
  }
}

const exampleOf = (schema = {}) => {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'number': case 'integer': return schema.minimum ?? 1;
    case 'boolean': return false;
    case 'array': return [];
    case 'object': return {};
    default: return '';
  }
};

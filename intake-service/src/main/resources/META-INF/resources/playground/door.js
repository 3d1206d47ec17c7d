// The way to the API: the session's cookie goes along by itself, the form token says that this page sent the request.

const SOON = 500;
const LATEST = 15_000;
const SIGNED_OUT = 4401;
const NO_SUCH_PLACE = 4400;

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const backoff = (attempt) => Math.min(LATEST, SOON * 2 ** attempt) * (0.7 + Math.random() * 0.6);

/** A key for one request, whose repeats are the same request. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
  (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Who is signed in; null if nobody is. */
export const signedIn = async () => {
  const answer = await fetch('/playground/session', { headers: { Accept: 'application/json' } });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error('status ' + answer.status);
  return answer.json();
};

/** The API as the person of that session sees it; signedOut is called when the session is over. */
export class Door {
  constructor(session, signedOut) {
    this.form = session.form;
    this.over = false;
    this.signedOut = () => {
      if (!this.over) signedOut();
      this.over = true;
    };
  }

  /** The answer as {ok, status, body}; its body is a problem if it is not ok. Never throws. */
  async ask(method, path, { body, key } = {}) {
    if (this.over) return { ok: false, status: 401, body: { code: 'UNAUTHENTICATED', detail: 'Sign in again.' } };
    const headers = { Accept: 'application/json', 'Countersign-Form': this.form };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (key !== undefined) headers['Idempotency-Key'] = key;
    try {
      const answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
      if (answer.status === 401) this.signedOut();
      const text = await answer.text();
      return { ok: answer.ok, status: answer.status, body: text === '' ? {} : problemOf(JSON.parse(text)) };
    } catch {
      return { ok: false, status: 0, body: { code: 'OFFLINE', detail: 'What you wrote is still here: try again.' } };
    }
  }

  /**
   * Tells one intent's events, each once, until its end, over as many connections as that takes.
   *
   * @param tell is called with an event's name and data
   * @param lost is called with true when the connection is lost, and with false when it is back
   */
  async follow(id, tell, lost, signal) {
    let cursor = null;
    let attempt = 0;
    while (!signal.aborted) {
      try {
        const headers = { Accept: 'text/event-stream', 'Countersign-Form': this.form };
        if (cursor !== null) headers['Last-Event-ID'] = cursor;
        const answer = await fetch('/v1/intents/' + encodeURIComponent(id) + '/events', { headers, signal });
        if (answer.status === 401) return this.signedOut();
        if (answer.status === 204 || answer.status === 404) return;
        if (answer.status === 400) cursor = null;
        if (answer.ok) {
          lost(false);
          for await (const event of events(answer.body)) {
            attempt = 0;
            cursor = event.id ?? cursor;
            tell(event.name, event.data);
            if (event.name === 'end') return;
          }
        }
      } catch (gone) {
        if (signal.aborted) return;
      }
      lost(true);
      await pause(backoff(attempt++));
    }
  }

  /**
   * Hears of all intents of the caller's, from now on.
   *
   * @param tell is called with an event's name and data
   * @param live is called with whether the channel is open
   */
  listen(tell, live) {
    let cursor = null;
    let attempt = 0;
    const open = () => {
      const address = new URL('/v1/channel', location.href);
      address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
      if (cursor !== null) address.searchParams.set('cursor', cursor);
      const socket = new WebSocket(address, ['countersign', 'form.' + this.form]);
      socket.onmessage = (message) => {
        const frame = JSON.parse(message.data);
        attempt = 0;
        cursor = frame.id ?? cursor;
        if (frame.event === 'open') live(true);
        tell(frame.event, frame.data);
      };
      socket.onclose = async (closed) => {
        live(false);
        if (closed.code === SIGNED_OUT) return this.signedOut();
        if (closed.code === NO_SUCH_PLACE) cursor = null;
        await pause(backoff(attempt++));
        // A refused upgrade does not say why: an ordinary question finds out whether the session is over.
        if (attempt > 1 && await signedIn().catch(() => 'unknown') === null) return this.signedOut();
        open();
      };
    };
    open();
  }
}

/** At OpenAI's paths a problem has OpenAI's shape. */
const problemOf = (body) => body?.error?.code && body.error.message
  ? { ...body.error, detail: body.error.message } : body;

/** Server-sent events of a body, as they come. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = {};
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines.map((one) => one.replace(/\r$/, ''))) {
      if (line === '') {
        if (event.data !== undefined) yield { name: event.event ?? 'message', id: event.id, data: JSON.parse(event.data) };
        event = {};
        continue;
      }
      const colon = line.indexOf(':');
      if (colon <= 0) continue;
      const field = line.slice(0, colon);
      const said = line.slice(colon + 1).replace(/^ /, '');
      event[field] = field === 'data' && event.data !== undefined ? event.data + '\n' + said : said;
    }
  }
}

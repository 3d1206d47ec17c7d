// What policy-stream directs: calls to break off, and questions for what became of one.
import { randomUUID } from 'node:crypto';
import { vital } from './world.mjs';

const TOPIC = 'intents.directives';

/** The calls that are announced or run here, by owner, intent and attempt, each with the means to break it off. */
export class RunningCalls {
  #calls = new Map();

  /** Notes an execution before it is announced: what answers its STARTED names its run. */
  begin(owner, { id, attempt }, run) {
    const call = new Call(run);
    this.#calls.set(`${owner} ${id} ${attempt}`, call);
    return call;
  }

  end(owner, { id, attempt }) {
    this.#calls.delete(`${owner} ${id} ${attempt}`);
  }

  get(owner, { id, attempt }) {
    return this.#calls.get(`${owner} ${id} ${attempt}`);
  }
}

/** One execution of an attempt. */
class Call {
  #stop = new AbortController();
  #tell;
  #told = new Promise((resolve) => { this.#tell = resolve; });
  signal = this.#stop.signal;

  constructor(run) {
    this.run = run;
  }

  /** Breaks it off, and ends the wait for its permission. */
  abort() {
    this.#stop.abort();
    this.#tell(false);
  }

  /** Its STARTED counts. */
  goAhead() {
    this.#tell(true);
  }

  /** True if its STARTED has its go-ahead by then, on the clock of `performance.now()`. */
  async hasGoAheadBy(time) {
    const timer = setTimeout(() => this.#tell(false), time - performance.now());
    const given = await this.#told;
    clearTimeout(timer);
    return given && !this.signal.aborted && performance.now() < time;
  }
}

/** Follows the directives from now on; `probe` is called with each question and where it lies. */
export async function followDirectives({ kafka, registry, calls, probe }) {
  // What is written before this consumer is ready must not be missed: the answer to a STARTED may be among it.
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();

  // kafkajs has no consumer without a group: one of our own, never committed to. After an absence of Kafka it is joined again once
  // the former membership has run out.
  const consumer = vital(
    kafka.consumer({ groupId: `directives-${randomUUID()}`, sessionTimeout: 6_000, heartbeatInterval: 2_000 }),
  );
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      const directive = await registry.decode(message.value).catch(console.error);
      if (!directive || !message.key) return;
      const owner = message.key.toString();
      const call = calls.get(owner, directive);
      // These two answer one execution; what names another run, of a copy say, is not for ours.
      const ours = call && call.run === directive.run;
      if (directive.kind === 'RENEWED' && ours) call.goAhead();
      if (directive.kind === 'CANCEL' || (directive.kind === 'REFUSED' && ours)) call?.abort();
      if (directive.kind === 'PROBE') await probe(directive, partition, message);
    },
  });
  ends.forEach(({ partition, high }) => consumer.seek({ topic: TOPIC, partition, offset: high }));
  return consumer;
}

// What policy-stream directs: calls to break off, and questions for what became of one.
import { randomUUID } from 'node:crypto';

const TOPIC = 'intents.directives';

/** The calls that run here, by owner, intent and attempt, each with the means to break it off. */
export class RunningCalls {
  #calls = new Map();

  begin(owner, { id, attempt }) {
    const call = new AbortController();
    this.#calls.set(`${owner} ${id} ${attempt}`, call);
    return call.signal;
  }

  end(owner, { id, attempt }) {
    this.#calls.delete(`${owner} ${id} ${attempt}`);
  }

  get(owner, { id, attempt }) {
    return this.#calls.get(`${owner} ${id} ${attempt}`);
  }
}

/** Follows the directives from now on; `probe` is called with each question and where it lies. */
export async function followDirectives({ kafka, registry, calls, probe }) {
  // kafkajs has no consumer without a group: one of our own, never committed to.
  const consumer = kafka.consumer({ groupId: `directives-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      const directive = await registry.decode(message.value).catch(console.error);
      if (!directive || !message.key) return;
      const owner = message.key.toString();
      if (directive.kind === 'CANCEL' || directive.kind === 'REFUSED') calls.get(owner, directive)?.abort();
      if (directive.kind === 'PROBE') await probe(directive, partition, message);
    },
  });
  return consumer;
}

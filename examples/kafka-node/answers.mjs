// What happens to an intent, as its agent is told on a topic of its own.
import { randomUUID } from 'node:crypto';

// DEAD and UNKNOWN may go on, but not by themselves: they wait for a person.
const ENDS = new Set(['SUCCEEDED', 'REJECTED', 'CANCELLED', 'EXPIRED', 'DISCARDED', 'DEAD', 'UNKNOWN']);

/**
 * Prints each change of the intent, also those before now. `ended` is kept when it has ended, or waits for a person after an attempt, and
 * broken when nothing at all has been told of it for so many seconds: the inbox has not taken it, or tells of it elsewhere.
 */
export async function follow(kafka, registry, topic, intentId, seconds) {
  const consumer = kafka.consumer({ groupId: `kafka-node-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const ended = new Promise((resolve, reject) => {
    const silence = setTimeout(() => {
      const why = `is ${topic} among COUNTERSIGN_REPLY_TOPICS for this tenant, and the token still good? A letter at the desk says why`;
      reject(new Error(`nothing was told of ${intentId} on ${topic} for ${seconds} s: ${why}`));
    }, seconds * 1000);
    // What stops it, or would have it read the same record again and again.
    const fail = (error) => {
      clearTimeout(silence);
      reject(error);
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
    consumer
      .run({
        // Both are records of the log: an event has a state that it goes to, a content has words and results.
        eachMessage: async ({ message }) => {
          const record = await registry.decode(message.value);
          if (record.intentId !== intentId || record.to === undefined) {
            return;
          }
          clearTimeout(silence);
          console.log([record.to, ...record.reasons.map(({ code }) => code)].join(' '));
          if (ENDS.has(record.to)) {
            resolve();
          }
        },
      })
      .catch(fail);
  });
  return { ended: ended.finally(() => consumer.disconnect()) };
}

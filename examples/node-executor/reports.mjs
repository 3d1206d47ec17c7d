// What an executor says: outcomes, pieces of answers, and what became of calls that it is asked about.
import { randomUUID } from 'node:crypto';

/** Writes what it is told, with the schemas that the registry has now. */
export async function reporting({ registry, producer, executor }) {
  const schemas = {
    'intents.outcomes': await registry.getLatestSchemaId('intents.outcomes-value'),
    'intents.output': await registry.getLatestSchemaId('intents.output-value'),
  };

  /** Beside the record that it is about: same key, same trace, same partition number. */
  async function write(topic, partition, { key, headers: { traceparent } = {} }, record) {
    const value = await registry.encode(schemas[topic], record);
    const headers = traceparent ? { traceparent } : {};
    return producer.send({ topic, acks: -1, messages: [{ key, partition, value, headers }] });
  }

  /** What one execution says, on the partition number that its approval was read from. */
  function ofAttempt({ id, tenant, user, attempt, lease }, partition, message) {
    const run = randomUUID();
    let index = 0;
    return {
      run,
      outcome: (status, more = {}) =>
        write('intents.outcomes', partition, message, { id, tenant, user, attempt, lease, status, run, executor, ...more }),
      // One after the other: the index counts those that the broker has.
      piece: async (data) => {
        const piece = { id, attempt, lease, run, index, data: JSON.stringify(data) };
        await write('intents.output', partition, message, piece);
        index += 1;
      },
      pieces: () => index,
    };
  }

  /** What a look-up found, to whoever asked; its capability stands in the lease's place. */
  function answer({ id, tenant, user, attempt, probe: lease }, partition, message, found) {
    return write('intents.outcomes', partition, message, { id, tenant, user, attempt, lease, executor, ...found });
  }

  return { ofAttempt, answer };
}

// Runs the approved actions of one topic, by the protocol of docs/executor-protocol.md.
//
//   COUNTERSIGN_KAFKA     127.0.0.1:9092
//   COUNTERSIGN_REGISTRY  http://127.0.0.1:8081/apis/ccompat/v7
//   COUNTERSIGN_KEYS      file or URL of the public keys (a JWK set): in a local stack the file
//                         .countersign/keys/approval.json.public.json, elsewhere policy-stream's /v1/keys
//   COUNTERSIGN_SERVICE_TOKEN  a file with the bearer token for that URL
//   COUNTERSIGN_ACTION    the action whose topic is read
//   COUNTERSIGN_GROUP     the consumer group: the `executor` that the action names
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { publicKeys, refusal } from './approvals.mjs';
import { frozenBy, readFreezes } from './freezes.mjs';

const {
  COUNTERSIGN_KAFKA = '127.0.0.1:9092',
  COUNTERSIGN_REGISTRY = 'http://127.0.0.1:8081/apis/ccompat/v7',
  COUNTERSIGN_KEYS,
  COUNTERSIGN_SERVICE_TOKEN,
  COUNTERSIGN_ACTION,
  COUNTERSIGN_GROUP = 'node-executor',
} = process.env;
if (!COUNTERSIGN_KEYS || !COUNTERSIGN_ACTION) {
  console.error('COUNTERSIGN_KEYS and COUNTERSIGN_ACTION are required');
  process.exit(2);
}

const kafka = new Kafka({ brokers: COUNTERSIGN_KAFKA.split(','), clientId: COUNTERSIGN_GROUP, logLevel: logLevel.WARN });
const registry = new SchemaRegistry({ host: COUNTERSIGN_REGISTRY });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
const consumer = kafka.consumer({ groupId: COUNTERSIGN_GROUP, readUncommitted: false, metadataMaxAge: 10_000 });
const schemas = new Map();

/** What the action does. Here: nothing but an answer. Throw if you cannot tell whether it took effect. */
async function run(approval) {
  return { ranBy: 'node', parameters: JSON.parse(approval.parameters), idempotencyKey: approval.idempotencyKey };
}

// Now rather than at the first record: whoever started this is still looking.
await currentKeys();
await producer.connect();
const outcomeSchema = await registry.getLatestSchemaId('intents.outcomes-value');
const freezes = await readFreezes(kafka);
await consumer.connect();
await consumer.subscribe({ topic: `intents.approved.${COUNTERSIGN_ACTION}`, fromBeginning: true });
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (!payload.restart) process.exit(1);
});
await consumer.run({ autoCommit: false, eachMessage });
console.log(`executing ${COUNTERSIGN_ACTION}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

async function currentKeys() {
  const token = COUNTERSIGN_SERVICE_TOKEN && (await readFile(COUNTERSIGN_SERVICE_TOKEN, 'utf8')).trim();
  return publicKeys(COUNTERSIGN_KEYS, token);
}

async function eachMessage({ topic, partition, message }) {
  const commit = () =>
    consumer.commitOffsets([{ topic, partition, offset: (BigInt(message.offset) + 1n).toString() }]);
  const { approval, schema } = await decode(message.value);
  const key = message.key?.toString();
  // Fetched for every record: an unknown key may be a new one.
  const keys = await currentKeys();
  const why = approval ? refusal({ approval, schema, keys, topic, key }) : 'the bytes do not decode';
  if (why) {
    // Such a record stops no other. The library in Java also writes a letter to intents.dead-letter.
    console.error(`refused ${topic}/${partition}@${message.offset}: ${why}`);
    return commit();
  }
  // Another group's: its members read it too.
  if (approval.executor && approval.executor !== COUNTERSIGN_GROUP) return commit();
  const say = outcomes(approval, partition, message);
  const frozen = frozenBy(freezes, approval);

  // At most once: what began is never delivered again.
  if (!approval.idempotent) await commit();
  if (frozen) await say('NOT_STARTED', { error: { code: 'FROZEN', message: `a freeze holds ${frozen}` } });
  else await execute(approval, partition, say);
  // At least once: a crash before this line runs it again, with the same key.
  if (approval.idempotent) await commit();
}

async function execute(approval, partition, say) {
  const [started] = await say('STARTED');
  const appended = Number(started.logAppendTime ?? -1);
  if (started.partition !== partition || appended < 0 || appended >= approval.startBy) {
    await say('NOT_STARTED', { error: { code: 'START_BY_PASSED', message: 'STARTED came too late' } });
    return;
  }
  const renewal = setInterval(() => say('RUNNING').catch(console.error), 5_000);
  const end = await run(approval).then(
    (result) => ['SUCCEEDED', { result: JSON.stringify(result), usage: {} }],
    (e) => [approval.idempotent ? 'FAILED_RETRYABLE' : 'UNKNOWN', { error: { code: 'EXCEPTION', message: String(e) } }],
  );
  clearInterval(renewal);
  await say(...end);
}

/** Writes outcomes of one execution to the partition number that its approval was read from. */
function outcomes(approval, partition, message) {
  const { id, tenant, user, attempt, lease } = approval;
  const run = randomUUID();
  return async (status, more = {}) => {
    const outcome = { id, tenant, user, attempt, lease, status, run, executor: `node-${process.pid}`, ...more };
    const value = await registry.encode(outcomeSchema, outcome);
    const headers = message.headers?.traceparent ? { traceparent: message.headers.traceparent } : {};
    return producer.send({
      topic: 'intents.outcomes',
      acks: -1,
      messages: [{ key: message.key, partition, value, headers }],
    });
  };
}

/**
 * The record and the schema that it was written with, whose fields its signature covers; nothing if the bytes are no record.
 * A registry that is away throws: the record is read again later. (This decoder reads longs up to 2^53 - 2.)
 */
async function decode(value) {
  if (!(value?.length > 5 && value[0] === 0)) return {};
  const id = value.readInt32BE(1);
  if (!schemas.has(id)) {
    const answer = await fetch(`${COUNTERSIGN_REGISTRY}/schemas/ids/${id}`);
    if (answer.status === 404) return {};
    if (!answer.ok) throw new Error(`the registry answers ${answer.status}`);
    schemas.set(id, { type: await registry.getSchema(id), schema: JSON.parse((await answer.json()).schema) });
  }
  const { type, schema } = schemas.get(id);
  try {
    return { approval: type.fromBuffer(value.subarray(5)), schema };
  } catch {
    return {};
  }
}

async function stop() {
  await consumer.disconnect();
  await producer.disconnect();
  process.exit(0);
}

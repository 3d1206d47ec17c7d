// Runs the approved actions of one topic, by the protocol of docs/executor-protocol.md.
//
//   npm ci
//   COUNTERSIGN_KEYS=../../.countersign/keys/approval.json.public.json COUNTERSIGN_ACTION=orders.refund node executor.mjs
//
//   COUNTERSIGN_KAFKA     127.0.0.1:9092
//   COUNTERSIGN_REGISTRY  http://127.0.0.1:8081/apis/ccompat/v7
//   COUNTERSIGN_KEYS      file or URL of the public keys (a JWK set): in a local stack the file
//                         .countersign/keys/approval.json.public.json, elsewhere policy-stream's /v1/keys
//   COUNTERSIGN_SERVICE_TOKEN  a file with the bearer token for that URL
//   COUNTERSIGN_ACTION    the action whose topic is read
//   COUNTERSIGN_GROUP     node-executor, the consumer group: what the action's document in the bundle has as its `executor`
//   BACKEND               http://127.0.0.1:8000, where refunds are made
//
// What is not there when it starts it says in a line, and ends with status 1. Once it runs it waits for what has gone, says so, and
// goes on when that is back; only what no waiting mends ends it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { publicKeys, refusal } from './approvals.mjs';
import { refundsAt } from './backend.mjs';
import { followDirectives, RunningCalls } from './directives.mjs';
import { frozenBy, readFreezes } from './freezes.mjs';
import { reporting } from './reports.mjs';
import { atTheStart, fetched, findTopic, inLines, OfNoUse, understood, vital } from './world.mjs';

const {
  COUNTERSIGN_KAFKA = '127.0.0.1:9092',
  COUNTERSIGN_REGISTRY = 'http://127.0.0.1:8081/apis/ccompat/v7',
  COUNTERSIGN_KEYS,
  COUNTERSIGN_SERVICE_TOKEN,
  COUNTERSIGN_ACTION,
  COUNTERSIGN_GROUP = 'node-executor',
  BACKEND = 'http://127.0.0.1:8000',
} = process.env;
if (!COUNTERSIGN_KEYS || !COUNTERSIGN_ACTION) {
  console.error('COUNTERSIGN_KEYS and COUNTERSIGN_ACTION are required');
  process.exit(2);
}

const approved = `intents.approved.${COUNTERSIGN_ACTION}`;
const kafka = new Kafka({
  brokers: COUNTERSIGN_KAFKA.split(','),
  clientId: COUNTERSIGN_GROUP,
  logLevel: logLevel.NOTHING,
  logCreator: inLines,
});
const registry = new SchemaRegistry({ host: COUNTERSIGN_REGISTRY });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
const consumer = vital(kafka.consumer({ groupId: COUNTERSIGN_GROUP, readUncommitted: false, metadataMaxAge: 10_000 }));
// Milliseconds; less than the five seconds by which a lease outlasts its call.
const GO_AHEAD_WITHIN = 3_000;
const schemas = new Map();
const calls = new RunningCalls();
const refunds = refundsAt(BACKEND);

/**
 * What the action does, and how it ended; here a piece of the answer comes first. Throw if you cannot tell whether it took
 * effect, also when `signal` breaks it off.
 */
async function run(approval, { output, signal }) {
  signal.throwIfAborted();
  await output({ ranBy: 'node' });
  return refunds.make(approval, signal);
}

// Now rather than at the first record: whoever started this is still looking.
if (COUNTERSIGN_SERVICE_TOKEN) {
  await atTheStart('token', COUNTERSIGN_SERVICE_TOKEN, 'COUNTERSIGN_SERVICE_TOKEN', currentToken);
}
await atTheStart('keys', COUNTERSIGN_KEYS, 'COUNTERSIGN_KEYS', currentKeys);
await atTheStart('Kafka', COUNTERSIGN_KAFKA, 'COUNTERSIGN_KAFKA', () => producer.connect());
const reports = await atTheStart('schema registry', COUNTERSIGN_REGISTRY, 'COUNTERSIGN_REGISTRY', () =>
  reporting({ registry, producer, executor: `node-${process.pid}` }));
await atTheStart('topic', approved, 'COUNTERSIGN_ACTION', () => findTopic(kafka, approved));
// From here on it is for kafkajs to say what is away, and to wait for it.
kafka.logger().setLogLevel(logLevel.WARN);
const freezes = await readFreezes(kafka);
const directives = await followDirectives({ kafka, registry, calls, probe });
await consumer.connect();
await consumer.subscribe({ topic: approved, fromBeginning: true });
await consumer.run({ autoCommit: false, eachMessage });
console.log(`executing ${COUNTERSIGN_ACTION}`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);

async function currentKeys() {
  return publicKeys(COUNTERSIGN_KEYS, COUNTERSIGN_SERVICE_TOKEN && (await currentToken()));
}

async function currentToken() {
  try {
    return (await readFile(COUNTERSIGN_SERVICE_TOKEN, 'utf8')).trim();
  } catch (cause) {
    throw new OfNoUse(`${COUNTERSIGN_SERVICE_TOKEN} cannot be read`, { cause });
  }
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
  if (approval.executor && approval.executor !== COUNTERSIGN_GROUP) {
    console.log(`left ${approval.id} to ${approval.executor}`);
    return commit();
  }
  const say = reports.ofAttempt(approval, partition, message);
  const frozen = frozenBy(freezes, approval);

  // At most once: what began is never delivered again.
  if (!approval.idempotent) await commit();
  if (frozen) await say.outcome('NOT_STARTED', { error: { code: 'FROZEN', message: `a freeze holds ${frozen}` } });
  else await execute(approval, partition, key, say);
  // At least once: a crash before this line runs it again, with the same key.
  if (approval.idempotent) await commit();
}

async function execute(approval, partition, owner, say) {
  // Before STARTED: what answers it must find it here.
  const call = calls.begin(owner, approval, say.run);
  try {
    const why = await noPermission(call, approval, partition, say);
    if (why) await say.outcome('NOT_STARTED', { error: why });
    else await callAndReport(call, approval, say);
  } finally {
    calls.end(owner, approval);
  }
}

/** Says that it begins. Why there must be no call all the same; nothing if it may be made. */
async function noPermission(call, approval, partition, say) {
  const sent = performance.now();
  const [started] = await say.outcome('STARTED');
  const appended = Number(started.logAppendTime ?? -1);
  if (started.partition !== partition || appended < 0 || appended >= approval.startBy) {
    return { code: 'START_BY_PASSED', message: 'STARTED came too late' };
  }
  // What must not happen twice is called on the broker's word only: a copy of the approval may have been first.
  if (approval.idempotent || (await call.hasGoAheadBy(sent + GO_AHEAD_WITHIN))) return undefined;
  return { code: 'NO_GO_AHEAD', message: 'the broker gave STARTED no go-ahead' };
}

async function callAndReport(call, approval, say) {
  // Cut off by the broker's word, and at its time by ourselves: the lease ends five seconds later.
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(Number(approval.timeoutMillis))]);
  const renewal = setInterval(() => say.outcome('RUNNING').catch(console.error), 5_000);
  const end = await run(approval, { output: say.piece, signal }).catch((e) => ({
    status: approval.idempotent ? 'FAILED_RETRYABLE' : 'UNKNOWN',
    error: { code: 'EXCEPTION', message: String(e) },
  }));
  clearInterval(renewal);
  await say.outcome(end.status, { ...end, chunks: say.pieces() || null });
}

/** Answers what became of an attempt, if this executor runs its action. */
async function probe(directive, partition, message) {
  const { id, tenant, user, attempt, action, executor: group } = directive;
  if (action !== COUNTERSIGN_ACTION || (group && group !== COUNTERSIGN_GROUP)) return;
  const running = calls.get(message.key.toString(), { id, attempt });
  const key = createHash('sha256').update(JSON.stringify([tenant, user, id])).digest('hex');
  const result = running ? undefined : await refunds.find(key).catch(console.error);
  await reports.answer(directive, partition, message, result === undefined
    ? { status: 'UNKNOWN', error: { code: 'NOT_FOUND', message: 'nobody here can tell' } }
    : { status: 'SUCCEEDED', result, usage: {} });
}

/**
 * The record and the schema that it was written with, whose fields its signature covers; nothing if the bytes are no record.
 * A registry that is away throws: the record is read again later. (This decoder reads longs up to 2^53 - 2.)
 */
async function decode(value) {
  if (!(value?.length > 5 && value[0] === 0)) return {};
  const id = value.readInt32BE(1);
  if (!schemas.has(id)) {
    const answer = await fetched(`${COUNTERSIGN_REGISTRY}/schemas/ids/${id}`);
    if (answer.status === 404) return {};
    if (!answer.ok) throw new Error(`the registry answers ${answer.status}`);
    const schema = understood('what the registry answers', () => JSON.parse(JSON.parse(answer.text).schema));
    schemas.set(id, { type: await registry.getSchema(id), schema });
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
  await directives.disconnect();
  await producer.disconnect();
  process.exit(0);
}

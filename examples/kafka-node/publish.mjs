// Publishes an intent to the inbox, and prints its id: ask for it at any door.
//
//   npm ci
//   COUNTERSIGN_TOKEN=$(../../countersign token --tenant acme --user ana --agent bot --roles support) \
//     node publish.mjs orders.read '{"order":"A1"}' kafka-1
//
//   COUNTERSIGN_KAFKA     127.0.0.1:9092
//   COUNTERSIGN_REGISTRY  http://127.0.0.1:8081/apis/ccompat/v7
//   COUNTERSIGN_REPLY_TO  a topic on which your tenant may be answered: what happens is printed until the intent has ended. It has to
//                         exist, and to be listed: COUNTERSIGN_REPLY_TOPICS=acme=acme.answers ../../countersign up. Where it is not,
//                         only a letter at the desk says so, and this ends with words when nothing was told for
//   COUNTERSIGN_SILENCE   30 (seconds)
//
// The status is 0 if it was published, and told to its end where there is a topic for that; 1 if not, 2 for a wrong usage.
import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, logLevel } from 'kafkajs';
import { follow } from './answers.mjs';
import { intentId, isToken } from './ids.mjs';

const {
  COUNTERSIGN_KAFKA = '127.0.0.1:9092',
  COUNTERSIGN_REGISTRY = 'http://127.0.0.1:8081/apis/ccompat/v7',
  COUNTERSIGN_REPLY_TO: replyTo = null,
  COUNTERSIGN_SILENCE: silence = '30',
  COUNTERSIGN_TOKEN: token,
} = process.env;
const [action, parameters = '{}', key = randomUUID()] = process.argv.slice(2);
if (!action || !isToken(token)) {
  console.error(`usage: COUNTERSIGN_TOKEN=<a JWT> node publish.mjs action ['{"its":"parameters"}' [key]]`);
  process.exit(2);
}
// Whatever goes wrong later is told in one line too.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});

const registry = new SchemaRegistry({ host: COUNTERSIGN_REGISTRY });
const schema = await there('schema registry', COUNTERSIGN_REGISTRY, 'COUNTERSIGN_REGISTRY', () =>
  registry.getLatestSchemaId('intents.inbox-value'));
const value = await registry.encode(schema, {
  // The idempotency key: published once more, it is the same intent.
  id: key,
  action,
  parameters,
  replyTo,
  // Who asks is read from the token alone, and these are the door's to fill in.
  tenant: '',
  user: '',
  agent: '',
  nonce: Buffer.alloc(0),
  submittedAt: Date.now(),
});

const kafka = new Kafka({ brokers: COUNTERSIGN_KAFKA.split(','), clientId: 'kafka-node', logLevel: logLevel.NOTHING });
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
await there('Kafka', COUNTERSIGN_KAFKA, 'COUNTERSIGN_KAFKA', () => producer.connect());
const answers = replyTo && (await follow(kafka, registry, replyTo, intentId(token, key), Number(silence)));
await producer.send({
  topic: 'intents.inbox',
  acks: -1,
  messages: [{ value, headers: { authorization: `Bearer ${token}` } }],
});
await producer.disconnect();
console.log(intentId(token, key));
await answers?.ended;

/** What `get` comes to. What is not there is said in one line, and ends the program; `name` is the variable that says where it is. */
async function there(what, address, name, get) {
  try {
    return await get();
  } catch (error) {
    // Who was refused at several addresses has no message.
    const why = error.message || error.code || error.cause?.message;
    console.error(`no ${what} at ${address}: ${why}; start the stack (./countersign up), or say in ${name} where it is`);
    process.exit(1);
  }
}

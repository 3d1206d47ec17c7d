// The freezes in policy.controls, read from the beginning and then followed.
import { randomUUID } from 'node:crypto';
import { vital } from './world.mjs';

const TOPIC = 'policy.controls';
const FREEZE = 'freeze/';

/** The scopes of all freezes in force: a set that stays current. Waits until the topic was read to its present end. */
export async function readFreezes(kafka) {
  const scopes = new Set();
  const admin = kafka.admin();
  await admin.connect();
  const [{ high }] = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();

  // kafkajs has no consumer without a group: one of our own, never committed to. After an absence of Kafka it is joined again once
  // the former membership has run out.
  const consumer = vital(
    kafka.consumer({ groupId: `freezes-${randomUUID()}`, sessionTimeout: 6_000, heartbeatInterval: 2_000 }),
  );
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  let atEnd;
  const read = new Promise((resolve) => { atEnd = resolve; });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: true,
    eachBatch: async ({ batch }) => {
      batch.messages.forEach((message) => apply(scopes, message));
      if (BigInt(batch.lastOffset()) + 1n >= BigInt(high)) atEnd();
    },
  });
  if (high !== '0') await read;
  return scopes;
}

/** The scope that holds an approval, if one does. What is no scope that we know holds everything. */
export function frozenBy(scopes, { tenant, action }) {
  return [...scopes].find((scope) => {
    if (scope.startsWith('tenant/')) return scope === `tenant/${tenant}`;
    if (scope.startsWith('action/')) return glob(scope.slice('action/'.length)).test(action);
    return true;
  });
}

function apply(scopes, { key, value }) {
  const name = key?.toString() ?? '';
  if (!name.startsWith(FREEZE)) return;
  if (value === null) scopes.delete(name.slice(FREEZE.length));
  else scopes.add(name.slice(FREEZE.length));
}

// A star stands for any characters, dots included.
const glob = (pattern) =>
  new RegExp(`^${pattern.split('*').map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);

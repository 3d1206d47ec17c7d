// The freezes in policy.controls, read from the beginning and then followed.
import { randomUUID } from 'node:crypto';

const TOPIC = 'policy.controls';
const FREEZE = 'freeze/';

/** The scopes of all freezes in force: a set that stays current. Waits until the topic was read to its present end. */
export async function readFreezes(kafka) {
  const scopes = new Set();
  const admin = kafka.admin();
  await admin.connect();
  const [{ high }] = await admin.fetchTopicOffsets(TOPIC);
  await admin.disconnect();

  // kafkajs has no consumer without a group: one of our own, never committed to.
  const consumer = kafka.consumer({ groupId: `freezes-${randomUUID()}` });
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

// The broker, the registry and the keys: what is said where they are away.

/** Somebody answered, and what came is of no use. */
export class OfNoUse extends Error {}

/**
 * What `get` comes to. What is not there at the start, or is of no use, is said in one line, and ends the program: whoever started
 * it is still looking. `name` is the variable that says where it is.
 */
export async function atTheStart(what, address, name, get) {
  try {
    return await get();
  } catch (error) {
    console.error(error instanceof OfNoUse
      ? `${what} at ${address} (${name}): ${words(error)}`
      : `no ${what} at ${address}: ${words(error)}; start the stack (./countersign up), or say in ${name} where it is`);
    process.exit(1);
  }
}

/**
 * What a URL answers, to the end of its text. That it cannot be read is an error like any other, be there no connection or one that
 * is lost on the way: on a TypeError, which is what fetch throws, kafkajs gives up for good.
 */
export async function fetched(url, options) {
  try {
    const answer = await fetch(url, options);
    return { ok: answer.ok, status: answer.status, text: await answer.text() };
  } catch (cause) {
    throw new Error(`${url} cannot be read`, { cause });
  }
}

/** What `read` makes of an answer. On what it throws, a SyntaxError or a TypeError, kafkajs would give up too. */
export function understood(what, read) {
  try {
    return read();
  } catch (cause) {
    throw new OfNoUse(`${what} cannot be understood`, { cause });
  }
}

/** That a topic is there: an action has one from when the first bundle that has the action is pushed. */
export async function findTopic(kafka, topic) {
  const admin = kafka.admin();
  try {
    await admin.connect();
    if (!(await admin.listTopics()).includes(topic)) throw new OfNoUse('there is none: has a policy with this action been pushed?');
  } finally {
    await admin.disconnect();
  }
}

/** Without this consumer the program must not go on. It outlives a broker that is away; what it does not, ends the program. */
export function vital(consumer) {
  consumer.on(consumer.events.CRASH, ({ payload: { error, groupId, restart } }) => {
    if (restart) return;
    console.error(`${groupId} cannot go on: ${words(error)}`);
    process.exit(1);
  });
  return consumer;
}

/** What kafkajs says, in a line for each thing. */
export const inLines = () => ({ namespace, log: { message, error } }) =>
  console.error(['kafka', namespace, message, error?.cause && error.message, error && words(error)].filter(Boolean).join(': '));

/** What is the matter, in the words of whoever noticed it first; who was refused at several addresses has a code only. */
function words(error) {
  return error.cause ? words(error.cause) : error.message || error.code || error;
}

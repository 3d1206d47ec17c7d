// The broker, the registry and the keys: what is said where they are away.

/**
 * What `get` comes to. What is not there at the start is said in one line, and ends the program: whoever started it is still
 * looking. `name` is the variable that says where it is.
 */
export async function atTheStart(what, address, name, get) {
  try {
    return await get();
  } catch (error) {
    console.error(`no ${what} at ${address}: ${words(error)}; start the stack (./countersign up), or say in ${name} where it is`);
    process.exit(1);
  }
}

/**
 * What a URL answers. That it cannot be reached is an error like any other: on a TypeError, which is what fetch throws, kafkajs
 * gives up for good.
 */
export function fetched(url, options) {
  return fetch(url, options).catch((cause) => {
    throw new Error(`${url} cannot be reached`, { cause });
  });
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

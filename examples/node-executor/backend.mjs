// A backend that makes refunds (POST /refunds) and answers for those that it made (GET /refunds/<key>).

// What is said where no connection came about: then no byte of the request was written.
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'];

/** The backend at this address. */
export function refundsAt(address) {
  /** What the answer says of the effect, and nothing that it does not say; throws if nobody can tell. */
  async function make({ parameters, idempotencyKey }, signal) {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: parameters,
      // Behind a redirection there would be a second connection: that it is refused says nothing about the first.
      redirect: 'manual',
      signal,
    };
    try {
      return await meaning(await fetch(new URL('/refunds', address), request));
    } catch (e) {
      if (NEVER_CONNECTED.includes(e.cause?.code)) return withoutEffect('BACKEND_AWAY', 'the backend cannot be reached');
      throw e;
    }
  }

  /** The refund that was made with this key; nothing if nobody can tell: a key that is not known may still be on its way. */
  async function find(idempotencyKey) {
    const answer = await fetch(new URL(`/refunds/${idempotencyKey}`, address), { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? answer.text() : undefined;
  }

  return { make, find };
}

async function meaning(answer) {
  const why = `the backend answers ${answer.status}`;
  switch (answer.status) {
    case 200: case 201: return { status: 'SUCCEEDED', result: await answer.text(), usage: {} };
    case 400: case 409: case 422: return { status: 'FAILED', error: { code: 'REFUSED', message: why }, usage: {} };
    // No word of a missing effect: whoever stands before the backend may have said so after passing the request on.
    case 429: case 503: return { status: 'FAILED_RETRYABLE', error: { code: 'BUSY', message: why }, usage: {} };
    default: throw new Error(why);
  }
}

/** A call that certainly had no effect: only for what was never sent, or was taken back as a whole. */
function withoutEffect(code, message) {
  return { status: 'FAILED_RETRYABLE', noEffect: true, error: { code, message }, usage: {} };
}

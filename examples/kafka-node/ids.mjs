// What an intent will be called, before anybody has seen it.
import { createHash } from 'node:crypto';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** Whether it looks like a token that names somebody; whether it is good is for the inbox to say. */
export function isToken(token) {
  try {
    return Boolean(claims(token).sub);
  } catch {
    return false;
  }
}

/** The id of the intent that this key names: the same at every door. The token says whose it is. */
export function intentId(token, key) {
  const { tenant, sub, azp } = claims(token);
  return uuid5(uuid5(DNS, 'io.countersign'), JSON.stringify(['intent', tenant, sub, azp, key]));
}

function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

/** RFC 9562, version 5. */
function uuid5(namespace, name) {
  const hash = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

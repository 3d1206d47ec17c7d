// Tells genuine approvals from forged ones.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { digestText, recordJson } from './canonical.mjs';
import { fetched, OfNoUse, understood } from './world.mjs';

/** The public keys by id, from a file or URL of a JWK set; a URL is asked with the bearer token, if there is one. */
export async function publicKeys(place, token) {
  const text = /^https?:/.test(place) ? await answered(place, token) : await readFile(place, 'utf8');
  return understood(place, () =>
    new Map(JSON.parse(text).keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })])));
}

async function answered(url, token) {
  const answer = await fetched(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  if (!answer.ok) throw new OfNoUse(`${url} answers ${answer.status}: ${answer.text}`);
  return answer.text;
}

/** Why an approval must not be run; undefined if it is genuine. */
export function refusal({ approval, schema, keys, topic, key }) {
  const publicKey = keys.get(approval.keyId);
  if (!publicKey) return 'signed with an unknown key';
  const signed = Buffer.from(recordJson(approval, schema, ['signature']));
  if (!verify(null, signed, publicKey, Buffer.from(approval.signature, 'base64url'))) return 'the signature does not verify';
  const digest = createHash('sha256').update(digestText(approval)).digest('hex');
  if (digest !== approval.digest) return 'the digest is not that of its fields';
  if (topic !== `intents.approved.${approval.action}`) return 'the topic is that of another action';
  if (key !== `${encode(approval.tenant)}/${encode(approval.user)}`) return 'the key is not its owner';
  return undefined;
}

// Everything but RFC 3986's unreserved characters.
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

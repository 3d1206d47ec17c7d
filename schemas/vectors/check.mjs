// Checks every vector in this folder with Node's built-ins alone: no code is shared with the Java that they hold as well.
// node schemas/vectors/check.mjs
import assert from 'node:assert/strict';
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(here, ...path), 'utf8'));
const sha256 = text => createHash('sha256').update(text, 'utf8').digest('hex');
let checked = 0;
const check = (actual, expected, what) => {
  assert.deepEqual(actual, expected, what);
  checked++;
};

// RFC 8785: ECMAScript's own numbers and strings, members sorted by UTF-16 code units as sort() does.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

// Kafka's murmur2, without its sign, modulo the number of partitions.
function partition(key, partitions) {
  const bytes = Buffer.from(key, 'utf8');
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), m);
    k ^= k >>> 24;
    h = Math.imul(h, m) ^ Math.imul(k, m);
  }
  const rest = bytes.length - whole;
  if (rest > 2) h ^= bytes[whole + 2] << 16;
  if (rest > 1) h ^= bytes[whole + 1] << 8;
  if (rest > 0) h = Math.imul(h ^ bytes[whole], m);
  h = Math.imul(h ^ (h >>> 13), m);
  h ^= h >>> 15;
  return (h & 0x7fffffff) % partitions;
}

// RFC 3986: everything but unreserved characters; encodeURIComponent leaves five too many.
const percent = text =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const dashed = hex => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function uuid5(namespace, name) {
  const bytes = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name, 'utf8').digest();
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return dashed(bytes.subarray(0, 16).toString('hex'));
}

// Reads an Avro body straight into what the canonical text is made of.
class AvroReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.named = new Map();
  }

  long() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      assert.ok(this.at < this.bytes.length, 'the body goes on');
      const next = this.bytes[this.at++];
      value |= BigInt(next & 0x7f) << shift;
      if (next < 128) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
  }

  slice() {
    const length = Number(this.long());
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  value(schema) {
    if (Array.isArray(schema)) return this.value(schema[Number(this.long())]);
    const type = typeof schema === 'string' ? schema : schema.type;
    switch (type) {
      case 'null': return null;
      case 'boolean': return this.bytes[this.at++] === 1;
      case 'int': return Number(this.long());
      case 'long':
        return schema.logicalType === 'timestamp-millis'
          ? new Date(Number(this.long())).toISOString()
          : this.long().toString();
      case 'string': return this.slice().toString('utf8');
      case 'bytes': return this.slice().toString('base64url');
      case 'array': return this.array(schema.items);
      case 'enum':
        this.named.set(schema.name, schema);
        return schema.symbols[Number(this.long())];
      case 'record':
        this.named.set(schema.name, schema);
        return this.record(schema);
      default: return typeof type === 'object' ? this.value(type) : this.value(this.named.get(type.split('.').pop()));
    }
  }

  array(items) {
    const array = [];
    for (let count = Number(this.long()); count !== 0; count = Number(this.long())) {
      if (count < 0) this.long();
      for (let i = Math.abs(count); i > 0; i--) array.push(this.value(items));
    }
    return array;
  }

  record(schema) {
    const fields = schema.fields.map(field => [field.name, this.value(field.type)]);
    return Object.fromEntries(fields.filter(([, value]) => value !== null));
  }
}

function record(vector) {
  const schema = read('..', vector.schema);
  // Types are defined where they are first met, which may be in a branch that this record does not take.
  const reader = new AvroReader(Buffer.from(vector.avro, 'base64url'));
  define(schema, reader.named);
  const value = reader.value(schema);
  assert.equal(reader.at, reader.bytes.length, 'the whole body is read');
  return value;
}

function define(schema, named) {
  if (Array.isArray(schema)) schema.forEach(branch => define(branch, named));
  else if (schema !== null && typeof schema === 'object') {
    if (schema.name) named.set(schema.name, schema);
    if (schema.fields) schema.fields.forEach(field => define(field.type, named));
    if (schema.items) define(schema.items, named);
    if (typeof schema.type === 'object') define(schema.type, named);
  }
}

for (const { json, canonical: expected } of read('canonical-json.json').accepted) {
  check(canonical(JSON.parse(json)), expected, json);
}

for (const { tenant, user, key, partitions } of read('owners.json').owners) {
  check(`${percent(tenant)}/${percent(user)}`, key, key);
  for (const [count, expected] of Object.entries(partitions)) check(partition(key, Number(count)), expected, key);
}

const ids = read('ids.json');
check(uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'io.countersign'), ids.namespace, 'namespace');
for (const { tenant, user, agent, idempotencyKey, id } of ids.intents) {
  check(uuid5(ids.namespace, canonical(['intent', tenant, user, agent, idempotencyKey])), id, id);
}
for (const { tenant, user, id, key } of ids.idempotencyKeys) check(sha256(canonical([tenant, user, id])), key, key);

for (const { nonce, attempt, lease, leaseHash, probe, salt, reviewId, derivedNonce } of read('capabilities.json').capabilities) {
  const hmac = message => createHmac('sha256', Buffer.from(nonce, 'hex')).update(message, 'utf8').digest('hex');
  check(dashed(hmac(`lease/${attempt}`).slice(0, 32)), lease, 'lease');
  check(sha256(lease), leaseHash, 'leaseHash');
  check(dashed(hmac(`probe/${attempt}`).slice(0, 32)), probe, 'probe');
  check(hmac('salt'), salt, 'salt');
  check(hmac(reviewId), derivedNonce, 'derivedNonce');
}

for (const { intent, text, digest } of read('digests.json').digests) {
  check(canonical({ ...intent, parameters: JSON.parse(intent.parameters) }), text, 'digested text');
  check(sha256(text), digest, 'digest');
}

for (const vector of read('records.json').records) {
  const value = record(vector);
  for (const field of vector.leftOut) delete value[field];
  check(canonical(value), vector.text, vector.schema);
  check(sha256(vector.text), vector.sha256, vector.schema);
}

const { jwks, approvals } = read('signatures.json');
for (const vector of approvals) {
  const { signature, ...signed } = record(vector);
  check(canonical(signed), vector.text, 'signed text');
  const jwk = jwks.keys.find(({ kid }) => kid === signed.keyId);
  check(verdict(jwk, vector.text, signature), vector.verdict, 'verdict');
}
for (const jwk of jwks.keys) {
  const thumbprint = createHash('sha256').update(canonical({ crv: jwk.crv, kty: jwk.kty, x: jwk.x })).digest('base64url');
  check(thumbprint, jwk.kid, 'kid');
}

function verdict(jwk, text, signature) {
  if (!jwk) return 'UNKNOWN_KEY';
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url')) ? 'VALID' : 'INVALID';
}

console.log(`${checked} checks: all vectors hold`);

// The one encoding that digest and signature cover: RFC 8785 JSON of a record's fields as its writer's schema has them.
// Nulls are left out, int is a number, long a decimal string, an instant ISO 8601 UTC with milliseconds, an enum its name.

/** The canonical text of a decoded record. `schema` is the writer's schema, parsed. */
export function recordJson(record, schema, leftOut = []) {
  const members = schema.fields
    .filter((field) => record[field.name] != null && !leftOut.includes(field.name))
    .map((field) => [field.name, valueJson(record[field.name], field.type)]);
  return object(members);
}

/** The text of an intent's digest; `parameters` is canonical text already and enters as an object. */
export function digestText(approval) {
  const { action, agent, maxTokens, model, parameters, session, tenant, user } = approval;
  const strings = { action, agent, maxTokens: maxTokens?.toString(), model, session, tenant, user };
  const members = Object.entries(strings)
    .filter(([, value]) => value != null)
    .map(([name, value]) => [name, JSON.stringify(value)]);
  return object([...members, ['parameters', parameters], ['private', String(approval.private)]]);
}

function valueJson(value, type) {
  if (Array.isArray(type)) return valueJson(value, type.find((branch) => branch !== 'null'));
  const name = typeof type === 'string' ? type : type.type;
  switch (name) {
    case 'record': return recordJson(value, type);
    case 'array': return `[${value.map((item) => valueJson(item, type.items)).join(',')}]`;
    case 'long': return JSON.stringify(isInstant(type) ? new Date(Number(value)).toISOString() : value.toString());
    case 'bytes': return JSON.stringify(Buffer.from(value).toString('base64url'));
    case 'int': case 'boolean': return String(value);
    case 'string': case 'enum': return JSON.stringify(value);
    default: throw new Error(`an approval has no ${name}`);
  }
}

const isInstant = (type) => type.logicalType === 'timestamp-millis';

// RFC 8785 orders members by UTF-16 code units, as JavaScript compares strings, and writes strings as JSON.stringify does.
const object = (members) =>
  `{${members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;

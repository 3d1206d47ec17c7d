// MCP's own client talks to Countersign: give it the address and a token, and nothing else.
//
//   npm ci
//   export COUNTERSIGN_TOKEN=$(../../countersign token --tenant acme --user ana --agent bot --roles support)
//   node call.mjs                                                   # what ana's agent may do
//   node call.mjs orders_read '{"order":"A1"}'                      # runs at once
//   node call.mjs orders_refund '{"order":"A1","amount":250}'       # is held: a person has to agree
//   node call.mjs countersign_status '{"id":"<the id it was answered with>"}'
//
//   COUNTERSIGN_MCP_URL   http://127.0.0.1:8080/mcp
//   COUNTERSIGN_SESSION   the session in which it is asked for, if in one
//   COUNTERSIGN_KEY       an idempotency key: a call that is repeated under it is the same intent
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [tool, parameters = "{}", justification] = process.argv.slice(2);
if (!process.env.COUNTERSIGN_TOKEN || !isObject(parameters)) {
  console.error("usage: COUNTERSIGN_TOKEN=<a token> node call.mjs [tool ['{\"its\":\"arguments\"}' ['words for whoever has to agree']]]");
  process.exit(2);
}

const headers = { Authorization: `Bearer ${process.env.COUNTERSIGN_TOKEN}` };
if (process.env.COUNTERSIGN_SESSION) {
  headers["Countersign-Session"] = process.env.COUNTERSIGN_SESSION;
}
const url = new URL(process.env.COUNTERSIGN_MCP_URL ?? "http://127.0.0.1:8080/mcp");
const client = new Client({ name: "countersign-mcp-node", version: "0.1.0" });
try {
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  await (tool ? call() : list());
} catch (error) {
  console.error(
    error.cause
      ? `no door at ${url}: ${error.cause.message || error.cause.code}; start the stack (./countersign up), or say in COUNTERSIGN_MCP_URL where it is`
      : // What the door refuses comes in its words: a token that is not good, a session that there is not.
        `${url}: ${error.message}`,
  );
  process.exitCode = 1;
} finally {
  // Until then it listens for changes of its tools.
  await client.close();
}

async function call() {
  const result = await client.callTool({
    name: tool,
    arguments: JSON.parse(parameters),
    // A key of one's own makes a repeat after a lost answer the same intent; the words are for whoever has to agree.
    _meta: {
      "io.countersign/intent": {
        ...(justification && { justification }),
        ...(process.env.COUNTERSIGN_KEY && { idempotencyKey: process.env.COUNTERSIGN_KEY }),
      },
    },
  });
  console.log(result.content[0].text);
  process.exitCode = result.isError ? 1 : 0;
}

async function list() {
  for (const { name, description, annotations } of (await client.listTools()).tools) {
    console.log(`${name}${annotations?.readOnlyHint ? "" : " *"}: ${description}`);
  }
  console.log("(* is more than reading)");
}

function isObject(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}

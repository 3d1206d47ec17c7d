// Everything that a test wants to know of MCP's own client, as one JSON object: of the older kind, which begins with a
// handshake (COUNTERSIGN_KIND=sdk), or of the newer one, which does not (client).
import { readFile } from "node:fs/promises";

const newer = process.env.COUNTERSIGN_KIND === "client";
const { Client, StreamableHTTPClientTransport } = newer
  ? await import("@modelcontextprotocol/client")
  : {
      ...(await import("@modelcontextprotocol/sdk/client/index.js")),
      ...(await import("@modelcontextprotocol/sdk/client/streamableHttp.js")),
    };
const { ToolListChangedNotificationSchema } = newer ? {} : await import("@modelcontextprotocol/sdk/types.js");

async function connect(token, onToolsChanged) {
  const options = newer ? { versionNegotiation: { mode: "auto" } } : {};
  if (newer && onToolsChanged) {
    options.listChanged = { tools: { autoRefresh: false, onChanged: onToolsChanged } };
  }
  const client = new Client({ name: "test", version: "0" }, options);
  if (!newer && onToolsChanged) {
    client.setNotificationHandler(ToolListChangedNotificationSchema, onToolsChanged);
  }
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(process.env.COUNTERSIGN_MCP_URL), { requestInit }));
  return client;
}

const within = (ms, promise) =>
  Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new Error(`not within ${ms} ms`)), ms).unref())]);

let told;
const changed = new Promise((resolve) => (told = resolve));
const ana = await connect(process.env.COUNTERSIGN_TOKEN, told);
const ben = await connect(process.env.COUNTERSIGN_OTHER_TOKEN);
const call = async (client, name, args = {}, more = {}, options) => {
  const result = await (newer
    ? client.callTool({ name, arguments: args, ...more }, options)
    : client.callTool({ name, arguments: args, ...more }, undefined, options));
  return { ...result.structuredContent, isError: result.isError ?? false, words: result.content[0].text };
};
const names = async (client) => (await client.listTools()).tools.map((tool) => tool.name);

// Whether an action of ana's is approved and has not begun.
const waits = async (action) => {
  const address = new URL("/v1/intents?state=APPROVED", process.env.COUNTERSIGN_MCP_URL);
  const answer = await fetch(address, { headers: { Authorization: `Bearer ${process.env.COUNTERSIGN_TOKEN}` } });
  return (await answer.json()).items.some((intent) => intent.action === action);
};

const seen = { revision: ana.getNegotiatedProtocolVersion?.(), server: ana.getServerVersion()?.name };
seen.tools = (await ana.listTools()).tools;
seen.others = await names(ben);
seen.read = await call(ana, "orders_read", { order: "A1" });
seen.again = await Promise.all(
  [1, 2].map(() => call(ana, "orders_read", { order: "A2" }, {
    _meta: { "io.countersign/intent": { idempotencyKey: `the-same-${newer}` } },
  })),
);
seen.invalid = await call(ana, "orders_read", { order: "much too long" });
seen.unknown = await call(ana, "orders_burn");
seen.notGranted = await call(ana, "orders_ship");
seen.refused = await call(ana, "orders_refund", { order: "A1", amount: 5000 });
seen.count = await call(ana, "orders_count");
seen.tooOften = await call(ana, "orders_count");
seen.held = await call(ana, "orders_refund", { order: "A1", amount: 250 });
seen.status = await call(ana, "countersign_status", { id: seen.held.id });
seen.othersStatus = await call(ben, "countersign_status", { id: seen.held.id });
seen.othersCancel = await call(ben, "countersign_cancel", { id: seen.held.id });
seen.cancelled = await call(ana, "countersign_cancel", { id: seen.held.id });
seen.afterwards = await call(ana, "countersign_status", { id: seen.held.id });

const controller = new AbortController();
const leaving = call(ana, "slow_work", { order: "left" }, {}, { signal: controller.signal, onprogress: () => {} });
const asked = Date.now();
while (!(await waits("slow.work"))) {
  if (Date.now() > asked + 20000) throw new Error("slow.work was not approved within 20 s");
  await new Promise((resolve) => setTimeout(resolve, 100));
}
controller.abort("enough");
seen.left = await leaving.then(() => "answered", () => "left");

// A changed bundle is told to whoever listens, and is in the next list at once.
const bundle = (await readFile(process.env.COUNTERSIGN_POLICY, "utf8")).replace("orders.count, slow.work", "orders.ship");
const pushed = await fetch(`${process.env.COUNTERSIGN_POLICY_STREAM_URL}/v1/policy`, {
  method: "PUT",
  headers: { Authorization: `Bearer ${process.env.COUNTERSIGN_POLICY_TOKEN}`, "Content-Type": "application/yaml" },
  body: bundle,
});
seen.pushed = pushed.status;
seen.changed = await within(20000, changed).then(() => true);
seen.now = await names(ana);
await ana.close();
await ben.close();
console.log(JSON.stringify(seen));

// Everything that a test wants to know of OpenAI's own client, as one JSON object. Requests are counted on their way.
import OpenAI from "openai";

let requests = 0;
const client = new OpenAI({
  baseURL: process.env.COUNTERSIGN_URL,
  apiKey: process.env.COUNTERSIGN_TOKEN,
  fetch: (url, init) => {
    requests++;
    return fetch(url, init);
  },
});

const ask = (content, more = {}) =>
  client.chat.completions.create({ model: "small", messages: [{ role: "user", content }], ...more });

async function failure(content, more) {
  const before = requests;
  try {
    await ask(content, more);
    return { failed: false };
  } catch (error) {
    return {
      failed: error instanceof OpenAI.APIError,
      kind: error.constructor.name,
      status: error.status,
      type: error.type,
      code: error.code,
      message: error.error?.message,
      id: error.error?.id,
      requests: requests - before,
    };
  }
}

const seen = {};
const whole = await ask("whole");
seen.whole = { content: whole.choices[0].message.content, usage: whole.usage, id: whole.id };

seen.streamed = { content: "", pieces: 0 };
for await (const piece of await ask("streamed", { stream: true, stream_options: { include_usage: true } })) {
  seen.streamed.content += piece.choices[0]?.delta?.content ?? "";
  seen.streamed.pieces++;
  seen.streamed.usage = piece.usage ?? seen.streamed.usage;
  seen.streamed.finish = piece.choices[0]?.finish_reason ?? seen.streamed.finish;
}

const assembled = await client.chat.completions
  .stream({ model: "small", messages: [{ role: "user", content: "assembled" }], max_tokens: 100 })
  .finalChatCompletion();
seen.assembled = assembled.choices[0].message;

const { response } = await ask("headers").withResponse();
seen.remaining = response.headers.get("x-ratelimit-remaining-tokens");

seen.refused = await failure("refuse this");
seen.held = await failure("hold this");
seen.tooMuch = await failure("too much", { max_tokens: 1000000 });
seen.malformed = await failure("malformed", { max_tokens: -1 });
seen.nobody = await new OpenAI({ baseURL: process.env.COUNTERSIGN_URL, apiKey: "nobody" }).models
  .list()
  .catch((error) => ({ kind: error.constructor.name, type: error.type }));

seen.mistyped = await failure("mistyped", { model: "smal" });
for (const [name, call] of Object.entries({
  embeddings: () => client.embeddings.create({ model: "small", input: "x" }),
  responses: () => client.responses.create({ model: "small", input: "x" }),
  completions: () => client.completions.create({ model: "small", prompt: "x" }),
})) {
  const before = requests;
  seen[name] = await call().then(
    () => ({}),
    (error) => ({ kind: error.constructor.name, code: error.code, message: error.error?.message, requests: requests - before }),
  );
}

seen.models = [];
for await (const model of client.models.list()) {
  seen.models.push(model.id);
}

const controller = new AbortController();
const left = await ask("left alone", { stream: true }, { signal: controller.signal });
for await (const piece of left) {
  seen.left = piece.id;
  break;
}
console.log(JSON.stringify(seen));

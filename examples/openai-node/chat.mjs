// OpenAI's own client talks to Countersign: set its base URL and its key, and nothing else.
//
//   npm ci
//   COUNTERSIGN_TOKEN=$(../../countersign token --tenant acme --user ana --agent bot --roles support) node chat.mjs "What is an intent?"
//
//   COUNTERSIGN_URL    http://127.0.0.1:8080/v1
//   COUNTERSIGN_MODEL  small
import OpenAI from "openai";

const token = process.env.COUNTERSIGN_TOKEN;
if (!token) {
  console.error('usage: COUNTERSIGN_TOKEN=<a token> node chat.mjs ["a question"]');
  process.exit(2);
}

const client = new OpenAI({
  baseURL: process.env.COUNTERSIGN_URL ?? "http://127.0.0.1:8080/v1",
  apiKey: token,
});

try {
  const stream = await client.chat.completions.create({
    model: process.env.COUNTERSIGN_MODEL ?? "small",
    messages: [{ role: "user", content: process.argv[2] ?? "What is an intent?" }],
    max_tokens: 200,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const piece of stream) {
    process.stdout.write(piece.choices[0]?.delta?.content ?? "");
    if (piece.usage) {
      console.log(`\n${piece.usage.total_tokens} tokens, ${piece.id}`);
    }
  }
} catch (error) {
  if (error instanceof OpenAI.APIError && error.code) {
    // A refusal by policy says why, in words; what is held for a person can be asked about by its id.
    console.error(`${error.status} ${error.type} ${error.code}: ${error.error?.message} ${error.error?.id ?? ""}`.trimEnd());
  } else if (error instanceof OpenAI.APIConnectionError && !(error instanceof OpenAI.APIConnectionTimeoutError)) {
    console.error(`no door at ${client.baseURL}: ${error.message} Start the stack (./countersign up), or say in COUNTERSIGN_URL where it is`);
  } else {
    console.error(`${client.baseURL}: ${error.message}`);
  }
  process.exitCode = 1;
}

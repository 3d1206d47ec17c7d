package io.countersign.intake.http;

import io.countersign.intake.mcp.RpcMessage;
import io.countersign.intake.mcp.Speech;

/** A request of an MCP client, who asks it, and the words to answer it in. */
record Exchange(RpcMessage.Request request, Speech speech, Visit visit) {}

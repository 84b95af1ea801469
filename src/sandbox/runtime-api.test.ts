// The Runtime API as a runtime client sees it. AWS: "Using the Lambda runtime API for custom runtimes".

import { expect, test } from "vitest";
import { openApiServer } from "./api-server.ts";
import { serveRuntimeApi } from "./runtime-api.ts";

test.each([
  ["line breaks", '{\r\n\t"custom": {\n "a": 12345678901234567890 }\n}\n'],
  ["other scripts", '{"custom":{"名前":"Zoë 🦊 \u007f"}}'],
  ["escapes", '{"custom":"line\\nbreak \\" \\u00e9"}'],
])("a client context with %s arrives", async (_what, clientContext) => {
  // Goal: what is JSON reaches the function. Method: polls with an HTTP client, and reads the header's JSON.
  const server = await openApiServer("127.0.0.1");
  const api = serveRuntimeApi(server);
  try {
    void api.invoke(
      {
        requestId: "r",
        payload: Buffer.from("{}"),
        invokedFunctionArn: "arn:aws:lambda:x:y:function:f",
        clientContext,
        traceId: "a\nb",
      },
      1_000,
    );
    const next = await fetch(`http://${server.address}/2018-06-01/runtime/invocation/next`);
    const header = next.headers.get("lambda-runtime-client-context") ?? "";
    expect(header).toMatch(/^[ -~]+$/);
    expect(next.headers.get("lambda-runtime-trace-id")).toBeNull();
    expect(JSON.parse(header)).toEqual(JSON.parse(clientContext));
  } finally {
    server.close();
  }
});

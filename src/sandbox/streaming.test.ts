// Goal: a response reaches its receiver while the function writes it, whole, and tells where it broke off. Method: real sandboxes, a
// sink that remembers.

import { afterAll, expect, test } from "vitest";
import type { FunctionSpec, InvocationResult, ResponseSink } from "./sandboxes.ts";
import { createBench } from "./testing/functions.ts";

const bench = createBench();
afterAll(() => bench.stop());

interface Streamed {
  readonly result: InvocationResult;
  readonly contentType: string | undefined;
  readonly text: string;
}

async function stream(spec: FunctionSpec, event: unknown, sink: Partial<ResponseSink> = {}): Promise<Streamed> {
  let contentType: string | undefined;
  const chunks: Uint8Array[] = [];
  const result = await bench.sandboxes.invoke(bench.owner, spec, {
    requestId: crypto.randomUUID(),
    payload: Buffer.from(JSON.stringify(event)),
    invokedFunctionArn: spec.functionArn,
    sink: {
      begin(type) {
        contentType = type;
        sink.begin?.(type);
      },
      write(chunk) {
        chunks.push(Buffer.from(chunk));
        return sink.write?.(chunk);
      },
    },
  });
  return { result, contentType, text: Buffer.concat(chunks).toString() };
}

const streaming = (body: string): Record<string, string> => ({
  "index.mjs": `export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} })`,
});

test("pieces arrive while the handler is still at work", async () => {
  // The second piece is only written when somebody has seen the first: by a file that the sink makes.
  const { mkdtempSync, writeFileSync, rmSync } = await import("node:fs");
  const folder = mkdtempSync("/var/tmp/stackyard-streaming-");
  const spec = bench.spec({
    "index.mjs": `import { existsSync } from "node:fs"; import { setTimeout } from "node:timers/promises";
      export const handler = awslambda.streamifyResponse(async (event, stream) => {
        stream.setContentType("text/plain"); stream.write("first,");
        while (!existsSync(event.file)) await setTimeout(5);
        stream.end("second") })`,
  });
  const file = `${folder}/seen`;
  const answer = await stream(
    spec,
    { file },
    {
      write() {
        writeFileSync(file, "");
        return undefined;
      },
    },
  );
  expect([answer.contentType, answer.text, answer.result.functionError]).toEqual([
    "text/plain",
    "first,second",
    undefined,
  ]);
  expect(answer.result.payload).toHaveLength(0);
  rmSync(folder, { recursive: true });
});

test("metadata goes before the body, with eight zero bytes between", async () => {
  // AWS: "Response streaming for Lambda functions", HttpResponseStream.
  const answer = await stream(
    bench.spec(
      streaming(
        "const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } }); http.write('body'); http.end()",
      ),
    ),
    {},
  );
  expect(answer.contentType).toBe("application/vnd.awslambda.http-integration-response");
  expect(answer.text).toBe(`{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}body`);
});

test("an error breaks a response off, and is told", async () => {
  const spec = bench.spec(streaming("stream.write('half'); throw new RangeError('no more')"));
  const answer = await stream(spec, {});
  expect(answer.text).toBe("half");
  expect(answer.result.functionError).toBe("Unhandled");
  expect(JSON.parse(Buffer.from(answer.result.payload).toString())).toMatchObject({
    errorType: "RangeError",
    errorMessage: "no more",
  });
  const never = await stream(bench.spec(streaming("stream.write('half')")), {});
  expect(JSON.parse(Buffer.from(never.result.payload).toString())).toMatchObject({ errorType: "Runtime.NodeJsExit" });
  const late = await stream(
    bench.spec(streaming("stream.write('half'); await new Promise((done) => setTimeout(done, 60_000))"), {
      timeoutMs: 200,
    }),
    {},
  );
  expect([late.text, late.result.functionError]).toEqual(["half", "Unhandled"]);
});

test("a slow receiver slows the writer down, and loses nothing", async () => {
  const spec = bench.spec(
    streaming(`for (let i = 0; i < 100; i++) if (!stream.write(Buffer.alloc(65536, 97 + (i % 26))))
      await new Promise((done) => stream.once("drain", done)); stream.end()`),
  );
  let waiting = 0;
  let most = 0;
  const answer = await stream(
    spec,
    {},
    {
      write() {
        most = Math.max(most, ++waiting);
        return new Promise((resolve) =>
          setImmediate(() => {
            waiting--;
            resolve();
          }),
        );
      },
    },
  );
  expect(answer.text).toHaveLength(100 * 65_536);
  expect(most).toBeLessThan(20);
});

test("a handler that does not stream answers whole, and a streaming one without a receiver, too", async () => {
  const plain = await stream(bench.spec({ "index.js": "exports.handler = async () => 'whole'" }), {});
  expect([plain.contentType, plain.text, Buffer.from(plain.result.payload).toString()]).toEqual([
    undefined,
    "",
    '"whole"',
  ]);
  const buffered = await bench.invoke(bench.spec(streaming("stream.write('[1,'); stream.end('2]')")));
  expect(buffered.value).toEqual([1, 2]);
  const notAsync = await bench.invoke(
    bench.spec({ "index.mjs": "export const handler = awslambda.streamifyResponse((e, stream) => stream.end('x'))" }),
  );
  expect(notAsync.value).toMatchObject({ errorType: "Runtime.StreamingOnlyAsync" });
});

test("a custom runtime streams by chunked transfer, and tells an error in trailers", async () => {
  // AWS: "Building a custom runtime": Lambda-Runtime-Function-Response-Mode, and the trailers for mid-stream errors.
  const source = `import http from "node:http";
    const api = new URL("http://" + process.env.AWS_LAMBDA_RUNTIME_API);
    const next = () => new Promise((done) => http.get(new URL("/2018-06-01/runtime/invocation/next", api), (response) => {
      let body = ""; response.on("data", (piece) => body += piece);
      response.on("end", () => done([response.headers["lambda-runtime-aws-request-id"], JSON.parse(body)])) }));
    for (;;) {
      const [id, event] = await next();
      await new Promise((done) => {
        const request = http.request(new URL("/2018-06-01/runtime/invocation/" + id + "/response", api), { method: "POST", headers: {
          "content-type": "text/csv", "lambda-runtime-function-response-mode": "streaming", "transfer-encoding": "chunked",
          trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body" } }, (response) => response.resume().on("end", done));
        request.write("a,");
        if (event.fails) request.addTrailers({ "Lambda-Runtime-Function-Error-Type": "Custom.Oops",
          "Lambda-Runtime-Function-Error-Body": Buffer.from('{"errorType":"Custom.Oops"}').toString("base64") });
        request.end("b");
      });
    }`;
  const spec = bench.spec(
    { bootstrap: `#!/bin/sh\nexec ${process.execPath} $LAMBDA_TASK_ROOT/main.mjs`, "main.mjs": source },
    { runtime: "provided.al2023", handler: "any" },
  );
  const good = await stream(spec, {});
  expect([good.contentType, good.text, good.result.functionError]).toEqual(["text/csv", "a,b", undefined]);
  const bad = await stream(spec, { fails: true });
  expect([bad.text, bad.result.functionError]).toEqual(["a,b", "Unhandled"]);
  expect(JSON.parse(Buffer.from(bad.result.payload).toString())).toEqual({ errorType: "Custom.Oops" });
});

// Sandboxes with real processes: what a handler may be, what it sees, and what happens when it misbehaves.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findIsolation } from "./isolation.ts";
import { createBench } from "./testing/functions.ts";

const bench = createBench();
afterAll(() => bench.stop());
let isSeparate = false;
// Where this checkout itself lies below /tmp, sandboxes need the machine's.
let hasOwnTmp = false;
beforeAll(async () => {
  const needed = [import.meta.dirname, process.execPath];
  const found = await findIsolation({ hidden: [], readOnly: [], needed, temporaryRoot: bench.hiddenDir });
  isSeparate = found.isSeparate;
  hasOwnTmp = found.isSeparate && found.hasOwnTmp;
});
const spec: typeof bench.spec = (files, changes) => bench.spec(files, changes);
const invoke: typeof bench.invoke = (of, event) => bench.invoke(of, event);

const failure = (value: unknown): { errorType: string; errorMessage: string; trace?: string[] } =>
  value as { errorType: string; errorMessage: string; trace?: string[] };

describe("handlers", () => {
  // AWS: "Define Lambda function handler in Node.js": CommonJS and ES modules, async, callback, nested paths.
  test.each([
    ["a CommonJS async handler", { "index.js": "exports.handler = async (event) => ({ got: event.n })" }, {}],
    [
      "an ES module",
      { "index.mjs": "const n = await 0; export const handler = async (event) => ({ got: event.n + n })" },
      {},
    ],
    [
      "an ES module by package.json",
      { "package.json": '{"type":"module"}', "index.js": "export const handler = async (event) => ({ got: event.n })" },
      {},
    ],
    [
      "a callback",
      { "index.js": "exports.handler = (event, context, done) => setTimeout(() => done(null, { got: event.n }), 5)" },
      {},
    ],
    [
      "context.succeed",
      { "index.js": "exports.handler = (event, context) => { context.succeed({ got: event.n }) }" },
      {},
    ],
    [
      "a nested path",
      { "src/api/app.js": "exports.orders = { get: async (event) => ({ got: event.n }) }" },
      { handler: "src/api/app.orders.get" },
    ],
    [
      "Python",
      { "app.py": "def handler(event, context):\n  return {'got': event['n']}\n" },
      { runtime: "python3.12", handler: "app.handler" },
    ],
  ])("runs %s", async (_name, files, changes) => {
    const { value, result } = await invoke(spec(files, changes), { n: 7 });
    expect(value).toEqual({ got: 7 });
    expect(result.functionError).toBeUndefined();
  });

  test("a streaming handler answers whole", async () => {
    const { value } = await invoke(
      spec({
        "index.mjs":
          "export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('[1,'); stream.end('2]') })",
      }),
    );
    expect(value).toEqual([1, 2]);
  });

  test("what a handler gives back becomes null if it gives nothing", async () => {
    expect((await invoke(spec({ "index.js": "exports.handler = async () => {}" }))).value).toBeNull();
    expect((await invoke(spec({ "index.js": "exports.handler = () => {}" }))).value).toBeNull();
  });

  test("an unset callbackWaitsForEmptyEventLoop answers before the timers end", async () => {
    const { value, result } = await invoke(
      spec({
        "index.js":
          "exports.handler = (e, context, done) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 4000); done(null, 1) }",
      }),
    );
    expect(value).toBe(1);
    expect(result.durationMs).toBeLessThan(3000);
  });

  test("Node.js 24 refuses callbacks", async () => {
    // AWS: "Define Lambda function handler in Node.js": removed from Node.js 24 on.
    const { value } = await invoke(
      spec({ "index.js": "exports.handler = (event, context, done) => done()" }, { runtime: "nodejs24.x" }),
    );
    expect(failure(value).errorType).toBe("Runtime.CallbackHandlerDeprecated");
  });

  test("the AWS SDK can be required and imported, and nothing else of the host", async () => {
    const load = "[typeof S3Client, await import('esbuild').then(() => 'found', () => 'absent')]";
    const esm = await invoke(
      spec({
        "index.mjs": `import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => ${load}`,
      }),
    );
    expect(esm.value).toEqual(["function", "absent"]);
    const cjs = await invoke(
      spec({ "index.js": `const { S3Client } = require("@aws-sdk/client-s3"); exports.handler = async () => ${load}` }),
    );
    expect(cjs.value).toEqual(["function", "absent"]);
  });
});

describe("what a handler sees", () => {
  test("AWS's variables, its own, and nothing of the host", async () => {
    // AWS: "Working with Lambda environment variables", defined runtime environment variables.
    process.env["STACKYARD_TEST_SECRET"] = "host";
    const of = spec(
      { "index.js": "exports.handler = async () => process.env" },
      { environment: { TABLE: "orders" }, handler: "index.handler" },
    );
    const { value } = await invoke(of);
    const environment = value as Record<string, string>;
    expect(Object.keys(environment).sort()).toEqual(
      [
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "HOME",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "LANG",
        "LD_LIBRARY_PATH",
        "NODE_PATH",
        "PATH",
        "TABLE",
        "TMPDIR",
        "TZ",
        "_HANDLER",
      ].sort(),
    );
    expect(environment["AWS_EXECUTION_ENV"]).toBe("AWS_Lambda_nodejs22.x");
    expect(environment["AWS_LAMBDA_LOG_STREAM_NAME"]).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    delete process.env["STACKYARD_TEST_SECRET"];
  });

  test("its first environment, in /proc, holds nothing either", async () => {
    if (process.platform !== "linux") return;
    const { value } = await invoke(
      spec({ "index.js": "exports.handler = async () => require('fs').readFileSync('/proc/self/environ', 'utf8')" }),
    );
    expect(
      String(value)
        .split("\0")
        .filter(Boolean)
        .map((line) => line.split("=")[0])
        .toSorted((left = "", right = "") => left.localeCompare(right)),
    ).toEqual(["LANG", "PATH", "TZ"]);
  });

  test("the context", async () => {
    const of = spec({
      "index.js": `exports.handler = async (event, context) => ({
        ...context, remaining: context.getRemainingTimeInMillis(), cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT })`,
    });
    const { value, requestId } = await invoke(of);
    expect(value).toMatchObject({
      awsRequestId: requestId,
      functionName: of.functionName,
      functionVersion: "$LATEST",
      invokedFunctionArn: of.functionArn,
      memoryLimitInMB: "256",
      logGroupName: of.logGroup,
      callbackWaitsForEmptyEventLoop: true,
      cwd: true,
    });
    const { remaining } = value as { remaining: number };
    expect(remaining).toBeGreaterThan(3_000);
    expect(remaining).toBeLessThanOrEqual(5_000);
  });

  test("read-only code, and a folder of its own for temporary files", async () => {
    const of = spec({
      "index.js": `const fs = require("fs"), os = require("os");
        exports.handler = async () => { fs.writeFileSync(os.tmpdir() + "/note", "x");
          return [os.tmpdir(), (fs.statSync(__filename).mode & 0o222)] }`,
    });
    const { value } = await invoke(of);
    const [folder, writableBits] = value as [string, number];
    expect(writableBits).toBe(0);
    if (!hasOwnTmp) expect(readFileSync(`${folder}/note`, "utf8")).toBe("x");
    else {
      expect(folder).toBe("/tmp");
      expect(existsSync("/tmp/note")).toBe(false);
    }
  });

  test("on a machine with namespaces: not the yard's state, not the server's environment, no other's files", async () => {
    // docs/security.md: what holds with namespaces, and what does not without.
    const of = spec({
      "index.js": `const fs = require("fs");
        const attempt = (action) => { try { action(); return "done" } catch (error) { return error.code } };
        exports.handler = async ({ server, hidden }) => ({
          environment: attempt(() => fs.readFileSync("/proc/" + server + "/environ")),
          memory: attempt(() => fs.closeSync(fs.openSync("/proc/" + server + "/mem"))),
          state: attempt(() => fs.readFileSync(hidden + "/secret")),
          code: attempt(() => { fs.chmodSync(__filename, 0o644); fs.writeFileSync(__filename, "changed") }),
          listing: attempt(() => { fs.readdirSync(process.env.LAMBDA_TASK_ROOT + "/..") }),
          others: attempt(() => { if (fs.readdirSync(hidden + "/../tmp").length > 0) throw { code: "SEEN" } }) })`,
    });
    const { value } = await invoke(of, { server: process.pid, hidden: bench.hiddenDir });
    if (isSeparate)
      expect(value).toEqual({
        environment: "EACCES",
        memory: "EACCES",
        state: "ENOENT",
        code: "EROFS",
        listing: "EACCES",
        others: hasOwnTmp ? "done" : "SEEN",
      });
    else expect(value).toMatchObject({ state: "done" });
  });
});

describe("errors", () => {
  test("a thrown error is AWS's JSON, and the sandbox lives on", async () => {
    // AWS: "AWS Lambda function errors in Node.js".
    const of = spec({
      "index.js": `let calls = 0; exports.handler = async () => { calls++; if (calls === 1) throw new TypeError("boom"); return calls }`,
    });
    const first = await invoke(of);
    expect(first.result.functionError).toBe("Unhandled");
    expect(failure(first.value)).toMatchObject({ errorType: "TypeError", errorMessage: "boom" });
    expect(failure(first.value).trace?.[0]).toBe("TypeError: boom");
    expect(first.tail).toMatch(
      /\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"boom","stack":\[/,
    );
    expect((await invoke(of)).value).toBe(2);
  });

  test.each([
    ["Runtime.HandlerNotFound", { "index.js": "exports.other = 1" }, "index.handler is undefined or not exported"],
    ["Runtime.ImportModuleError", { "other.js": "" }, "Error: Cannot find module 'index'"],
    ["Runtime.ImportModuleError", { "index.js": "require('absent')" }, "Error: Cannot find module 'absent'"],
    ["Runtime.UserCodeSyntaxError", { "index.js": "exports.handler = async () => { return ][ }" }, "SyntaxError: "],
    ["RangeError", { "index.js": "throw new RangeError('at init')" }, "at init"],
  ])("%s at init", async (errorType, files, message) => {
    const { value, result, tail } = await invoke(spec(files));
    expect(result.functionError).toBe("Unhandled");
    expect(failure(value).errorType).toBe(errorType);
    expect(failure(value).errorMessage).toContain(message);
    expect(tail).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: /);
  });

  test.each([
    ["Runtime.HandlerNotFound", { "app.py": "x = 1\n" }, "Handler 'handler' missing on module 'app'"],
    ["Runtime.ImportModuleError", { "b.py": "" }, "Unable to import module 'app': No module named 'app'"],
    ["Runtime.UserCodeSyntaxError", { "app.py": "def handler(:\n" }, "Syntax error in module 'app'"],
  ])("%s in Python", async (errorType, files, message) => {
    const of = spec(files, { runtime: "python3.12", handler: "app.handler" });
    const { value } = await invoke(of);
    expect(failure(value).errorType).toBe(errorType);
    expect(failure(value).errorMessage).toContain(message);
  });

  test("an unhandled rejection ends the sandbox", async () => {
    const of = spec({
      "index.js": `exports.handler = () => { Promise.reject(new Error("lost")); return new Promise((resolve) => setTimeout(resolve, 3000)) }`,
    });
    const { value } = await invoke(of);
    expect(failure(value)).toMatchObject({
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "Error: lost",
    });
  });

  test("a promise that never settles is noticed", async () => {
    const { value } = await invoke(spec({ "index.js": "exports.handler = async () => new Promise(() => {})" }));
    expect(failure(value).errorType).toBe("Runtime.NodeJsExit");
  });
});

describe("limits", () => {
  test("a time-out kills the sandbox", async () => {
    const of = spec(
      { "index.js": "exports.handler = async (event) => { while (event.spin); return process.pid }" },
      { timeoutMs: 300 },
    );
    const before = (await invoke(of)).value;
    const { value, requestId, tail } = await invoke(of, { spin: true });
    expect(value).toEqual({
      errorType: "Sandbox.Timedout",
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 0.30 seconds`,
    });
    expect(tail).toMatch(
      new RegExp(`\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z ${requestId} Task timed out after 0.30 seconds\\n\\n`),
    );
    expect(tail).toMatch(/Status: timeout\n$/);
    expect((await invoke(of)).value).not.toBe(before);
  });

  test.each([
    ["process.exit(1)", "Runtime exited with error: exit status 1"],
    ["process.exit(0)", "Runtime exited without providing a reason"],
    ["process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed"],
  ])("%s", async (statement, reason) => {
    const of = spec({ "index.js": `exports.handler = async () => { console.log("last words"); ${statement}; }` });
    const { value, requestId, tail } = await invoke(of);
    expect(value).toEqual({ errorType: "Runtime.ExitError", errorMessage: `RequestId: ${requestId} Error: ${reason}` });
    expect(tail).toContain("\tINFO\tlast words\n");
    expect(tail).toMatch(/Status: error\tError Type: Runtime.ExitError\n$/);
  });

  test("too much memory", async () => {
    if (process.platform !== "linux") return;
    const of = spec(
      {
        "index.js": `const kept = []; exports.handler = async () => {
          for (;;) { kept.push(Buffer.alloc(4 << 20, 1)); await new Promise((resolve) => setTimeout(resolve, 2)) } }`,
      },
      { memoryMb: 128 },
    );
    const { value, requestId, result } = await invoke(of);
    expect(value).toEqual({
      errorType: "Runtime.OutOfMemory",
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(result.maxMemoryUsedMb).toBe(128);
  });

  test("too much memory in a child", async () => {
    if (process.platform !== "linux") return;
    const of = spec(
      {
        "index.js": `const { spawn } = require("node:child_process");
          exports.handler = () => new Promise(() => {
            spawn(process.execPath, ["-e", "const kept = Buffer.alloc(200 << 20, 1); setInterval(() => kept, 1000)"]);
          });`,
      },
      { memoryMb: 192 },
    );
    const { value, result } = await invoke(of);
    expect(value).toMatchObject({ errorType: "Runtime.OutOfMemory" });
    expect(result.maxMemoryUsedMb).toBe(192);
  });

  test("takes nothing else down: others go on while one runs out of time, memory and luck", async () => {
    const files = {
      "index.js": `let n = 0;
        exports.handler = async (event) => { await new Promise((resolve) => setTimeout(resolve, event.ms)); return [process.pid, ++n]; }`,
    };
    const good = spec(files);
    const [pid] = (await invoke(good, { ms: 0 })).value as readonly number[];
    const beside = invoke(good, { ms: 600 });
    const endless = invoke(spec({ "index.js": "exports.handler = () => { for (;;); }" }, { timeoutMs: 200 }));
    const greedy = invoke(
      spec(
        { "index.js": "const kept = []; exports.handler = () => { for (;;) kept.push(Buffer.alloc(8 << 20, 1)); }" },
        { memoryMb: 128 },
      ),
    );
    const killed = invoke(spec({ "index.js": "exports.handler = () => process.kill(process.pid, 'SIGSEGV')" }));
    const types = (await Promise.all([endless, greedy, killed])).map(({ value }) => failure(value).errorType);
    expect(types).toEqual([
      "Sandbox.Timedout",
      process.platform === "linux" ? "Runtime.OutOfMemory" : "Runtime.ExitError",
      "Runtime.ExitError",
    ]);
    // The same process, with what it remembers, finishes what it did and does more.
    expect((await beside).value).toEqual([pid, 2]);
    expect((await invoke(good, { ms: 0 })).value).toEqual([pid, 3]);
  });

  test("too much in /tmp fails as on a full disk", async () => {
    // AWS: "Configure ephemeral storage": the size of /tmp. Only where the sandbox has a /tmp of its own.
    const of = spec(
      {
        "index.js": `const fs = require("fs"), os = require("os");
          exports.handler = async () => { try { fs.writeFileSync(os.tmpdir() + "/large", Buffer.alloc(9e6)); return "written" }
            catch (error) { return error.code } }`,
      },
      { ephemeralStorageMb: 8 },
    );
    expect((await invoke(of)).value).toBe(hasOwnTmp ? "ENOSPC" : "written");
  });

  test("a response beyond 6 MB", async () => {
    const { value } = await invoke(spec({ "index.js": "exports.handler = async () => 'x'.repeat(7_000_000)" }));
    expect(failure(value)).toMatchObject({
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    });
  });
});

describe("logs", () => {
  test("START, the lines, END and REPORT, in order", async () => {
    const of = spec({
      "index.js": `exports.handler = async () => { console.log("one %d", 1, { a: 1 }); process.stdout.write("raw\\n"); console.error("two\\nlines") }`,
    });
    const { tail, requestId, result } = await invoke(of);
    const lines = tail.split("\n");
    expect(lines[0]).toMatch(/^INIT_START Runtime Version: nodejs22\.x on Node \d+\.\d+\.\d+$/);
    expect(lines[1]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(tail).toMatch(new RegExp(`Z\\t${requestId}\\tINFO\\tone 1 \\{ a: 1 \\}\\n`));
    expect(tail).toMatch(new RegExp(`Z\\t${requestId}\\tERROR\\ttwo\\nlines\\n`));
    expect(tail).toContain("raw\n");
    expect(tail).toMatch(
      new RegExp(
        `END RequestId: ${requestId}\\nREPORT RequestId: ${requestId}\\tDuration: [\\d.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 256 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: [\\d.]+ ms\\t\\n$`,
      ),
    );
    expect(result.billedDurationMs).toBe(Math.ceil(result.durationMs + (result.initDurationMs ?? 0)));
    const again = await invoke(of);
    expect(again.tail).not.toContain("Init Duration");
    // One message with two lines is one event.
    const events = [...bench.logs.entries()].find(([, all]) =>
      all.some(({ message }) => message.includes(requestId)),
    )?.[1];
    expect(events?.filter(({ message }) => message.includes("two\nlines\n"))).toHaveLength(2);
  });

  test("Python's print and logging", async () => {
    const of = spec(
      {
        "app.py": `import logging
logger = logging.getLogger()
logger.setLevel("INFO")
def handler(event, context):
    print("printed")
    logger.info("logged")
    raise ValueError("bad")
`,
      },
      { runtime: "python3.12", handler: "app.handler" },
    );
    const { tail, requestId, value } = await invoke(of);
    expect(tail).toContain("printed\n");
    expect(tail).toMatch(new RegExp(`\\[INFO\\]\\t\\d{4}-[\\dT:.-]+Z\\t${requestId}\\tlogged\\n`));
    expect(tail).toContain("[ERROR] ValueError: bad\nTraceback (most recent call last):\n");
    expect(value).toMatchObject({ errorType: "ValueError", errorMessage: "bad", requestId });
  });
});

describe("scaling", () => {
  test("one invocation at a time, another sandbox meanwhile, and reuse afterwards", async () => {
    const of = spec({
      "index.js": `exports.handler = async (event) => {
        if (event.waitMs) await new Promise((resolve) => setTimeout(resolve, event.waitMs)); return process.pid }`,
    });
    const pids = await Promise.all([1, 2, 3].map(async () => (await invoke(of, { waitMs: 300 })).value));
    expect(new Set(pids).size).toBe(3);
    expect(pids).toContain((await invoke(of)).value);
  });

  test("on a full machine others wait for a place", async () => {
    const small = createBench({ mostSandboxes: 2, patienceMs: 15_000 });
    const slow = small.spec({
      "index.js": "exports.handler = async () => new Promise((done) => setTimeout(done, 50, process.pid))",
    });
    const pids = await Promise.all(Array.from({ length: 6 }, async () => (await small.invoke(slow)).value));
    expect(new Set(pids).size).toBe(2);
    // Another function takes the place of an idle one.
    const other = small.spec({ "index.js": "exports.handler = async () => 1" });
    expect((await small.invoke(other)).value).toBe(1);
    await small.stop();
  });

  test("a function that waits for another one does not take its place for ever", async () => {
    const small = createBench({ mostSandboxes: 1, patienceMs: 50 });
    const outer = small.spec({
      "index.js": "exports.handler = async () => new Promise((done) => setTimeout(done, 3000, 'outer'))",
    });
    const inner = small.spec({ "index.js": "exports.handler = async () => 'inner'" });
    const waiting = small.invoke(outer);
    const first = await Promise.race([waiting, small.invoke(inner)]);
    expect(first.value).toBe("inner");
    await small.stop();
    await waiting;
  });

  test("a function that another one is known to wait for gets a place at once", async () => {
    const small = createBench({ mostSandboxes: 1, patienceMs: 15_000 });
    const outer = small.spec({
      "index.js": `const { existsSync } = require("node:fs");
          exports.handler = async ({ file }) => {
            for (let round = 0; round < 400 && !existsSync(file); round++) await new Promise((done) => setTimeout(done, 10));
            return existsSync(file) ? "answered" : "alone" }`,
    });
    const inner = small.spec({ "index.js": "exports.handler = async () => 'inner'" });
    const shared = mkdtempSync("/var/tmp/stackyard-nested-");
    const waiting = small.invoke(outer, { file: join(shared, "done") });
    expect((await small.invoke(inner, {}, { isNested: true })).value).toBe("inner");
    writeFileSync(join(shared, "done"), "");
    expect((await waiting).value).toBe("answered");
    rmSync(shared, { recursive: true });
    await small.stop();
  });

  test("a retired function's sandboxes end", async () => {
    const of = spec({ "index.js": "exports.handler = async () => process.pid" });
    const first = (await invoke(of)).value;
    bench.sandboxes.retire(bench.owner, of.functionArn);
    expect((await invoke(of)).value).not.toBe(first);
  });

  test("credentials that are about to end are not used again", async () => {
    const own = createBench();
    const of = own.spec({ "index.js": "exports.handler = async () => process.pid" });
    own.setCredentialsLast(4 * 60_000);
    const first = (await own.invoke(of)).value;
    own.setCredentialsLast(3_600_000);
    const second = (await own.invoke(of)).value;
    expect(second).not.toBe(first);
    expect((await own.invoke(of)).value).toBe(second);
    expect(own.credentialCalls()).toBe(2);
    await own.stop();
  });

  test.runIf(process.platform === "linux" && existsSync("/usr/bin/setpriv"))(
    "nothing runs between invocations, where the kernel ends sandboxes with the server",
    async () => {
      const of = spec({
        "index.js": `let ticks = 0; setInterval(() => ticks++, 1).unref();
        exports.handler = async () => ({ pid: process.pid, ticks })`,
      });
      const { pid, ticks } = (await invoke(of)).value as { pid: number; ticks: number };
      const stateOf = (): string => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";
      // T: stopped. AWS: "Lambda freezes the execution environment" after an invocation; here, a second after it.
      while (stateOf() !== "T") await new Promise((resolve) => setTimeout(resolve, 20));
      const later = (await invoke(of)).value as { pid: number; ticks: number };
      expect(later.pid).toBe(pid);
      expect(later.ticks).toBeGreaterThan(ticks);
    },
  );

  test("an init phase that takes too long is repeated in the invocation's own time", async () => {
    // AWS: "Understanding the Lambda execution environment lifecycle": the init phase is limited to 10 seconds.
    const own = createBench({ initLimitMs: 300 });
    const slow = (durationMs: number): Record<string, string> => ({
      "index.mjs": `await new Promise((done) => setTimeout(done, ${durationMs})); export const handler = async () => 1`,
    });
    const late = await own.invoke(own.spec(slow(600)));
    expect(late.value).toBe(1);
    expect(late.result.initDurationMs).toBeUndefined();
    expect(late.result.durationMs).toBeGreaterThan(500);
    const lines = [...own.logs.values()].flat().map(({ message }) => message);
    expect(
      lines.some((line) => /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: timeout\n$/.test(line)),
    ).toBe(true);
    const never = await own.invoke(own.spec(slow(60_000), { timeoutMs: 500 }));
    expect(never.value).toMatchObject({ errorType: "Sandbox.Timedout" });
    await own.stop();
  });

  test("a runtime that this machine cannot run is refused with the reason", async () => {
    expect(bench.sandboxes.supports("dotnet8")).toEqual({
      reason: "Runtime dotnet8 can not be run on this machine: it needs AWS's image of it.",
      isInstallable: false,
    });
    expect(bench.sandboxes.supports("nodejs22.x")).toBe(true);
  });
});

describe("programs with their own runtime", () => {
  test("a bootstrap speaks the Runtime API", async () => {
    // AWS: "Building a custom runtime": a bootstrap that polls, answers and reports errors.
    const bootstrap = `#!${process.execPath}
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime";
(async () => { for (;;) {
  const next = await fetch(api + "/invocation/next");
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const event = await next.json();
  const body = event.fail
    ? { errorMessage: "no", errorType: "Own.Error", stackTrace: [] }
    : { id, arn: next.headers.get("lambda-runtime-invoked-function-arn"), left: +next.headers.get("lambda-runtime-deadline-ms") - Date.now() > 0 };
  console.log("served");
  await fetch(api + "/invocation/" + id + (event.fail ? "/error" : "/response"),
    { method: "POST", body: JSON.stringify(body), headers: event.fail ? { "lambda-runtime-function-error-type": "Own.Error" } : {} });
} })();
`;
    const of = spec({ bootstrap }, { runtime: "provided.al2023", handler: "anything" });
    const first = await invoke(of);
    expect(first.value).toEqual({ id: first.requestId, arn: of.functionArn, left: true });
    const second = await invoke(of, { fail: true });
    expect(second.value).toMatchObject({ errorType: "Own.Error" });
    expect(second.result.functionError).toBe("Unhandled");
  });

  test("a package without a bootstrap", async () => {
    const { value, requestId } = await invoke(spec({ "readme.txt": "x" }, { runtime: "provided.al2023" }));
    expect(value).toEqual({
      errorType: "Runtime.InvalidEntrypoint",
      errorMessage: `RequestId: ${requestId} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]`,
    });
  });
});

// Debugging functions, with a client that speaks the inspector's protocol as editors do: one sandbox behind a fixed port, time
// that stops while the debugger is there, code that stops where it begins.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { createBench } from "./testing/functions.ts";
import { attachDebugger, listTargets } from "./testing/debugger.ts";
import type { Debugger, Message } from "./testing/debugger.ts";
import type { FunctionSpec, Inspection, InspectionSettings } from "./sandboxes.ts";

const bench = createBench();
afterAll(() => bench.stop());

const inspect = (spec: FunctionSpec, settings: Partial<InspectionSettings> = {}): Promise<Inspection> =>
  bench.sandboxes.inspect(bench.owner, () => spec, { port: 0, breaks: false, ...settings });

/** The place of the first call frame of a pause. */
function placeOf(paused: Message): { script: string; line: number; id: string } {
  const [frame] = paused["callFrames"] as readonly {
    callFrameId: string;
    location: { scriptId: string; lineNumber: number };
  }[];
  const { scriptId = "", lineNumber = -1 } = frame?.location ?? {};
  return { script: scriptId, line: lineNumber, id: frame?.callFrameId ?? "" };
}

async function attach(port: number): Promise<Debugger> {
  const client = await attachDebugger(port);
  await client.send("Runtime.enable");
  await client.send("Debugger.enable");
  return client;
}

test.each([
  [
    "CommonJS",
    {
      "index.js": "const loaded = require('./other.js');\nexports.handler = async () => loaded;\n",
      "other.js": "module.exports = 1;",
    },
  ],
  ["an ES module", { "index.mjs": "const loaded = 1;\nexport const handler = async () => loaded;\n" }],
])("waits for a debugger, and stops at the first line of %s", async (_name, files) => {
  const spec = bench.spec(files, { timeoutMs: 1_000 });
  const inspection = await inspect(spec, { breaks: true });
  // It waits for the debugger, as the code is not loaded without one.
  const invocation = bench.invoke(spec);
  const client = await attach(inspection.port);
  await client.send("Runtime.runIfWaitingForDebugger");
  const { script, line } = placeOf(await client.event("Debugger.paused"));
  expect(client.urlOf(script)).toContain(`${inspection.codeDir}/index.`);
  expect(line).toBe(0);
  await client.send("Debugger.resume");
  expect((await invocation).value).toBe(1);
  await client.close();
  await inspection.end();
});

test("time stands still while a debugger is attached, and runs again when it has gone", async () => {
  const handler = `exports.handler = async (event) => {
    if (!event.isEndless) debugger;
    return event.isEndless ? new Promise(() => setInterval(() => {}, 1000)) : "done";
  };`;
  const spec = bench.spec({ "index.js": handler }, { timeoutMs: 300 });
  const inspection = await inspect(spec);
  const client = await attach(inspection.port);
  const invocation = bench.invoke(spec);
  const { id } = placeOf(await client.event("Debugger.paused"));
  // Somebody looks at it for longer than the function may take.
  const expression = "{ const end = Date.now() + 600; while (Date.now() < end); }";
  await client.send("Debugger.evaluateOnCallFrame", { callFrameId: id, expression });
  await client.send("Debugger.resume");
  const { value, result } = await invocation;
  expect(value).toBe("done");
  expect(result.durationMs).toBeGreaterThan(600);
  await client.close();
  const { value: late } = await bench.invoke(spec, { isEndless: true });
  expect(late).toMatchObject({ errorType: "Sandbox.Timedout" });
  await inspection.end();
});

test("has one sandbox, in which invocations take turns, until the inspection ends", async () => {
  const handler = "let n = 0; exports.handler = async () => { n++; await null; return [process.pid, n]; }";
  const spec = bench.spec({ "index.js": handler });
  const inspection = await inspect(spec);
  const together = await Promise.all([1, 2, 3, 4].map(() => bench.invoke(spec)));
  const [pid] = (together[0]?.value ?? []) as readonly number[];
  expect(together.map(({ value }) => value)).toEqual([1, 2, 3, 4].map((count) => [pid, count]));
  await inspection.end();
  // Nobody answers: the connection is refused, or ends with the process that was still going.
  await expect(listTargets(inspection.port)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
  expect((await bench.invoke(spec)).value).not.toEqual([pid, 5]);
});

test("a changed function has the same port and the same folder", async () => {
  const first = bench.spec({ "index.js": "exports.handler = async () => 'first'" });
  const second: FunctionSpec = {
    ...bench.spec({ "index.js": "exports.handler = async () => 'second'" }),
    functionArn: first.functionArn,
  };
  let now = first;
  const inspection = await bench.sandboxes.inspect(bench.owner, () => now, { port: 0, breaks: false });
  expect((await bench.invoke(first)).value).toBe("first");
  now = second;
  bench.sandboxes.retire(bench.owner, first.functionArn);
  // The debugger comes back before anybody has called the function: its process is started for it.
  const client = await attach(inspection.port);
  const [target] = await listTargets(inspection.port);
  expect(target?.["type"]).toBe("node");
  const { value, result } = await bench.invoke(second);
  expect(value).toBe("second");
  expect(result.initDurationMs).toBeUndefined();
  await client.close();
  await inspection.end();
});

test("source maps lead to the files that the person edits", async () => {
  const sourceDir = mkdtempSync(join(tmpdir(), "stackyard-sources-"));
  writeFileSync(join(sourceDir, "handler.ts"), "// the file as it is edited");
  const map = { version: 3, sources: ["../handler.ts"], names: [], mappings: "AAAA" };
  const spec = bench.spec({
    "dist/index.js": "exports.handler = async () => 1;\n//# sourceMappingURL=index.js.map",
    "dist/index.js.map": JSON.stringify(map),
  });
  const inspection = await inspect({ ...spec, handler: "dist/index.handler" }, { sourceDir });
  const client = await attach(inspection.port);
  const { result } = await client.send("Runtime.evaluate", {
    expression: `require("fs").readFileSync("${inspection.codeDir}/dist/index.js.map", "utf8")`,
    includeCommandLineAPI: true,
  });
  expect(JSON.parse(String((result as Message)["value"]))).toEqual({
    ...map,
    sourceRoot: "",
    sources: [join(sourceDir, "handler.ts")],
    sourcesContent: ["// the file as it is edited"],
  });
  await client.close();
  await inspection.end();
  rmSync(sourceDir, { recursive: true });
});

test("is for one yard's function alone", async () => {
  const spec = bench.spec({ "index.js": "exports.handler = async () => process.execArgv.length" });
  const inspection = await inspect(spec);
  expect((await bench.invoke(spec)).value).toBe(2);
  // A fork's function has the same ARN, and another owner.
  const fork = { ...bench.owner };
  const { payload } = await bench.sandboxes.invoke(fork, spec, {
    requestId: "1",
    payload: Buffer.from("{}"),
    invokedFunctionArn: spec.functionArn,
  });
  expect(Buffer.from(payload).toString()).toBe("1");
  await expect(inspect(bench.spec({}), { port: inspection.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await expect(inspect(bench.spec({}, { runtime: "provided.al2023" }))).rejects.toThrow(
    "Functions of the runtime provided.al2023 have no debugger that is known here.",
  );
  await inspection.end();
});

describe("Python", () => {
  const files = { "app.py": "def handler(event, context):\n  return 1\n" };
  const python = { runtime: "python3.12", handler: "app.handler" };

  test("says what is missing", async () => {
    const broken = { ...files, "debugpy.py": "raise ImportError('not here')" };
    await expect(inspect(bench.spec(broken, python))).rejects.toThrow(
      /^debugpy can not be imported by Python 3\.\d+\.\d+: install it for that Python \(.* -m pip install debugpy\), or add it/,
    );
  });

  test("listens with debugpy, and waits for its client", async () => {
    // Stands in for the real one, which these machines do not have.
    const debugpy = `import socket
server = socket.socket()
def listen(address):
    server.bind(address)
    server.listen()
    return server.getsockname()
def wait_for_client():
    client, _ = server.accept()
    client.sendall(b"welcome")
    client.close()
`;
    const spec = bench.spec({ ...files, "debugpy.py": debugpy }, { ...python, timeoutMs: 1_000 });
    const inspection = await inspect(spec, { breaks: true });
    const invocation = bench.invoke(spec);
    expect(await text(connect(inspection.port, "127.0.0.1"))).toBe("welcome");
    expect((await invocation).value).toBe(1);
    await inspection.end();
  });
});

// Goal: extensions that fail break their sandbox as on AWS, with its error types, and wrong requests are refused in its words. Method: programs in layers
// that do so, in real sandboxes.
// AWS: "Using the Lambda Extensions API to create extensions"; types and words of the open runtime interface emulator.

import { afterAll, describe, expect, test } from "vitest";
import type { FunctionSpec } from "../sandboxes.ts";
import { extensionProgram } from "../testing/extension-program.ts";
import { createBench } from "../testing/functions.ts";

const bench = createBench();
afterAll(bench.stop);

const NODE = { "index.js": "exports.handler = async (event) => event" };
const ECHO = "for (;;) console.log(JSON.stringify(await next()))";

function withExtension(
  code: string,
  files: Readonly<Record<string, string>> = NODE,
  changes: Partial<FunctionSpec> = {},
): FunctionSpec {
  return bench.spec(files, { layers: [bench.layer(extensionProgram("watcher", code))], ...changes });
}

/** All lines that were logged for a function, in order of arrival. */
function linesOf(spec: FunctionSpec, from = bench): readonly string[] {
  return from.logsOf(spec).map(({ message }) => message.trimEnd());
}

/** JSON that an extension logged. */
function jsonOf(spec: FunctionSpec, from = bench): readonly Readonly<Record<string, unknown>>[] {
  return linesOf(spec, from)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

describe("an extension that fails", () => {
  test.each([
    ["exits before it registers", "process.exit(0)", "Extension.Crash", "exit code 0"],
    ["exits with a status", "await register([]); process.exit(7)", "Extension.Crash", "exit status 7"],
    [
      "reports an init error",
      "await register([]); const { status, body } = await fail('init', 'Extension.ConnectFailed'); console.log(JSON.stringify({ status, body })); process.exit(1)",
      "Extension.InitError",
      "exit status 1",
    ],
  ])("%s", async (_what, code, errorType, reason) => {
    // AWS: the open emulator's error types; their words as in DataDog/datadog-lambda-extension#263.
    const spec = withExtension(code);
    const { requestId, value, result } = await bench.invoke(spec);
    expect(result.functionError).toBe("Unhandled");
    expect(value).toEqual({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` });
    const text = linesOf(spec).join("\n");
    expect(text).toMatch(
      new RegExp(`INIT_REPORT Init Duration: [\\d.]+ ms\\tPhase: init\\tStatus: error\\tError Type: ${errorType}`),
    );
    expect(text).toContain(`RequestId: ${requestId} Error: ${reason}\n${errorType}`);
  });

  test("during an invocation", async () => {
    const spec = withExtension(
      "await register(['INVOKE']); await next(); await next(); await fail('exit', 'Extension.Lost'); process.exit(2)",
      { "index.js": "exports.handler = (event) => new Promise((resolve) => setTimeout(resolve, event.ms, 'done'))" },
    );
    expect((await bench.invoke(spec, { ms: 0 })).value).toBe("done");
    await bench.settled();
    const { requestId, value } = await bench.invoke(spec, { ms: 10_000 });
    expect(value).toEqual({
      errorType: "Extension.ExitError",
      errorMessage: `RequestId: ${requestId} Error: exit status 2`,
    });
    // The next sandbox has a new one.
    expect((await bench.invoke(spec, { ms: 0 })).value).toBe("done");
  });

  test("is no program", async () => {
    const spec = bench.spec(NODE, { layers: [bench.layer({ "extensions/notes": "\u0000 not a program" })] });
    const { value } = await bench.invoke(spec);
    expect(value).toMatchObject({ errorType: "Extension.LaunchError" });
    expect(linesOf(spec).join("\n")).toContain("EXTENSION\tName: notes\tState: LaunchError\tEvents: []\tError Type: ");
  });

  test("is the eleventh", async () => {
    const programs = Object.assign(
      {},
      ...Array.from({ length: 11 }, (_, n) => extensionProgram(`e${n}`, `await register([]); ${ECHO}`)),
    );
    const { value } = await bench.invoke(bench.spec(NODE, { layers: [bench.layer(programs)] }));
    expect(value).toMatchObject({ errorType: "Extension.LaunchError" });
  });

  test("never registers: the init phase has its limit", async () => {
    const limited = createBench({ initLimitMs: 300 });
    try {
      const spec = limited.spec(NODE, {
        timeoutMs: 500,
        layers: [limited.layer(extensionProgram("asleep", "setInterval(() => {}, 1000)"))],
      });
      const { value } = await limited.invoke(spec);
      expect(value).toMatchObject({ errorType: "Sandbox.Timedout" });
    } finally {
      await limited.stop();
    }
  });
});

test("requests that the Extensions API refuses", async () => {
  // AWS: the open emulator's types and words.
  const spec = withExtension(
    `const told = [];
     const tell = async (answer) => { const { status, body } = await answer; told.push([status, body?.errorType, body?.errorMessage]); };
     const header = (value) => ({ "Lambda-Extension-Identifier": value });
     await tell(call("POST", "/2020-01-01/extension/register", {}, "{}"));
     await tell(register(["PAUSE"]));
     await tell(call("POST", "/2020-01-01/extension/register", { "Lambda-Extension-Name": own }, "{"));
     await tell(call("GET", "/2020-01-01/extension/event/next"));
     await tell(call("GET", "/2020-01-01/extension/event/next", header("me")));
     await tell(call("GET", "/2020-01-01/extension/event/next", header("a1b2c3d4-5678-90ab-cdef-000000000000")));
     await register(["INVOKE"]);
     await tell(register(["INVOKE"]));
     await tell(call("POST", "/2020-01-01/extension/exit/error", withId(), "{}"));
     await tell(call("GET", "/2020-01-01/extension/other"));
     console.log(JSON.stringify({ told }));
     ${ECHO}`,
  );
  await bench.invoke(spec);
  expect(jsonOf(spec)[0]?.["told"]).toEqual([
    [403, "Extension.InvalidExtensionName", "Empty extension name"],
    [403, "Extension.InvalidEventType", expect.stringContaining("PAUSE")],
    [403, "InvalidRequestFormat", expect.any(String)],
    [403, "Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header"],
    [403, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier"],
    [403, "Extension.UnknownExtensionIdentifier", "Unknown Lambda-Extension-Identifier"],
    [403, "Extension.InvalidExtensionState", expect.stringContaining("State transition from Registered to Registered")],
    [403, "Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found"],
    [404, "NotFound", expect.any(String)],
  ]);
});

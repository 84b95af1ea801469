// Goal: with the JSON format, all that the platform writes is JSON, and levels decide what is written. Method: real sandboxes.

import { afterAll, expect, test } from "vitest";
import type { FunctionSpec } from "./sandboxes.ts";
import { createBench } from "./testing/functions.ts";

const bench = createBench();
afterAll(() => bench.stop());

interface Line {
  readonly type?: string;
  readonly level?: string;
  readonly message?: string;
  readonly record?: {
    readonly status?: string;
    readonly errorType?: string;
    readonly metrics?: Record<string, number>;
  };
}

const json = (levels: Partial<FunctionSpec["logging"]> = {}): Partial<FunctionSpec> => ({
  logging: { format: "JSON", applicationLevel: "INFO", systemLevel: "INFO", ...levels },
});

/** What a line is about: an event of the platform, or the level and text of the function's own. */
async function linesOf(source: string, changes: Partial<FunctionSpec>): Promise<readonly Line[]> {
  const { tail } = await bench.invoke(bench.spec({ "index.js": source }, changes));
  return tail
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

const describe = (lines: readonly Line[]): string[] =>
  lines.map(({ type, level, message }) => type ?? `${level} ${message}`);

const LOGS = "exports.handler = async () => { console.debug('low'); console.log('mid'); console.error('high') }";

test("levels decide what is written", async () => {
  // AWS: "Configuring JSON and plain text log formats", system log level event mapping.
  const lines = await linesOf(LOGS, json());
  expect(describe(lines)).toEqual([
    "platform.initStart",
    "platform.start",
    "INFO mid",
    "ERROR high",
    "platform.report",
  ]);
  const report = lines.at(-1)?.record;
  expect(report?.status).toBe("success");
  expect(Object.keys(report?.metrics ?? {}).sort()).toEqual([
    "billedDurationMs",
    "durationMs",
    "initDurationMs",
    "maxMemoryUsedMB",
    "memorySizeMB",
  ]);
  expect(describe(await linesOf(LOGS, json({ applicationLevel: "ERROR", systemLevel: "WARN" })))).toEqual([
    "ERROR high",
  ]);
  expect(describe(await linesOf(LOGS, json({ applicationLevel: "DEBUG", systemLevel: "DEBUG" })))).toEqual([
    "platform.initStart",
    "platform.start",
    "DEBUG low",
    "INFO mid",
    "ERROR high",
    "platform.runtimeDone",
    "platform.report",
  ]);
});

test("what goes wrong is told at every level", async () => {
  const late = await linesOf("exports.handler = () => new Promise(() => setInterval(() => {}, 1000))", {
    ...json({ systemLevel: "WARN" }),
    timeoutMs: 200,
  });
  expect(late.map(({ type, record }) => [type, record?.status])).toEqual([
    ["platform.runtimeDone", "timeout"],
    ["platform.report", "timeout"],
  ]);
  const broken = await linesOf("throw new RangeError('no')", json({ systemLevel: "WARN", applicationLevel: "FATAL" }));
  expect(broken.map(({ type, record }) => [type, record?.status, record?.errorType])).toEqual([
    ["platform.initReport", "error", "RangeError"],
    ["platform.runtimeDone", "error", "RangeError"],
    ["platform.report", "error", "RangeError"],
  ]);
});

test("Python writes JSON, too", async () => {
  const { tail } = await bench.invoke(
    bench.spec(
      { "app.py": "import logging\ndef handler(e, c):\n  logging.info('low')\n  logging.warning('high')\n" },
      { ...json({ applicationLevel: "WARN", systemLevel: "WARN" }), runtime: "python3.12", handler: "app.handler" },
    ),
  );
  expect(
    tail
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as Line).message),
  ).toEqual(["high"]);
});

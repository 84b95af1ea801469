// What keeps two servers off one state folder, and what must not.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer } from "./server.ts";

let stateDir: string;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "stackyard-server-"));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

test("another process that works on the folder is named", async () => {
  const info = { pid: process.ppid, origin: "http://127.0.0.1:1", controlAccessKeyId: "", controlSecretAccessKey: "" };
  writeFileSync(join(stateDir, "server.json"), JSON.stringify(info));
  await expect(startServer({ stateDir, port: 0 })).rejects.toMatchObject({ code: "ERR_SERVER_RUNS" });
});

test("a file that its writer did not finish keeps nobody out", async () => {
  writeFileSync(join(stateDir, "server.json"), '{"pid":');
  const server = await startServer({ stateDir, port: 0 });
  try {
    expect(readFileSync(join(stateDir, "server.json"), "utf8")).toContain(server.origin);
  } finally {
    await server.stop();
  }
});

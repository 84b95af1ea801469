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

test("another server that works on the folder is named", async () => {
  const first = await startServer({ stateDir, port: 0 });
  try {
    await expect(startServer({ stateDir, port: 0 })).rejects.toMatchObject({
      code: "ERR_SERVER_RUNS",
      message: expect.stringContaining(first.origin),
    });
  } finally {
    await first.stop();
  }
  await (await startServer({ stateDir, port: 0 })).stop();
});

test.runIf(process.platform === "linux")(
  "a file that a killed server left keeps nobody out, whoever has its number now",
  async () => {
    const info = {
      pid: process.ppid,
      origin: "http://127.0.0.1:1",
      controlAccessKeyId: "",
      controlSecretAccessKey: "",
    };
    writeFileSync(join(stateDir, "server.json"), JSON.stringify(info));
    const server = await startServer({ stateDir, port: 0 });
    await server.stop();
  },
);

test("a file that its writer did not finish keeps nobody out", async () => {
  writeFileSync(join(stateDir, "server.json"), '{"pid":');
  const server = await startServer({ stateDir, port: 0 });
  try {
    expect(readFileSync(join(stateDir, "server.json"), "utf8")).toContain(server.origin);
  } finally {
    await server.stop();
  }
});

// The lock of a state folder: one holder, and free again when it lets go.

import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockFolder } from "./state-lock.ts";

test.runIf(process.platform === "linux")("a folder has one holder, by whatever name it is called", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stackyard-lock-"));
  const alias = `${folder}-alias`;
  symlinkSync(folder, alias);
  const attempts = await Promise.all([lockFolder(folder), lockFolder(alias), lockFolder(folder)]);
  const [release, ...others] = attempts.filter((attempt) => attempt !== undefined);
  expect(others).toEqual([]);
  await release?.();
  const again = await lockFolder(alias);
  expect(again).toBeDefined();
  await again?.();
});

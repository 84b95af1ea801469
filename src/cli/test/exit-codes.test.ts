import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EXIT_OF_ERROR } from "../exit-codes.ts";

const SOURCES = join(import.meta.dirname, "../..");

// Goal: every operator error that the sources can throw has an exit code, and none is listed that nobody throws. Method:
// read the sources for `code: "ERR_..."`.
test("every operator error has an exit code", () => {
  const thrown = new Set<string>();
  for (const path of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
    for (const [, code = ""] of readFileSync(join(SOURCES, path), "utf8").matchAll(/code: "(ERR_[A-Z_]+)"/g))
      thrown.add(code);
  }
  expect(Object.keys(EXIT_OF_ERROR).sort()).toEqual([...thrown].sort());
});

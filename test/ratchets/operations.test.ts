// The ratchet of missing operations: not-implemented.txt lists every modelled operation that answers NotImplemented. It
// may only shrink. `npm run ratchets` writes it anew.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { serviceIndex } from "../../src/model/load.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const FILE = join(import.meta.dirname, "not-implemented.txt");

it("lists exactly the operations that are missing", async () => {
  const { yard } = await sharedYard();
  const missing = serviceIndex().flatMap(({ id, operations }) =>
    operations.filter((operation) => !yard.registry.has(id, operation)).map((operation) => `${id} ${operation}`),
  );
  const text = `${missing.sort().join("\n")}\n`;
  if (process.env["UPDATE_RATCHETS"] === "1") writeFileSync(FILE, text);
  expect(text).toBe(readFileSync(FILE, "utf8"));
});

// Marks of blobs: all that was added is in, and what was not is not.

import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createBlobMarks } from "./blob-marks.ts";

const nameOf = (index: number): string => createHash("sha256").update(String(index)).digest("hex");

test("a set of marks is a set", () => {
  // Goal: the table agrees with a Set, also when it grows and when names are added twice. Random names, asked for all.
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 3000 }), (indexes) => {
      const marks = createBlobMarks();
      const model = new Set(indexes);
      for (const index of indexes) marks.add(nameOf(index));
      for (let index = 0; index <= 5000; index += 7) expect(marks.has(nameOf(index))).toBe(model.has(index));
      for (const index of model) expect(marks.has(nameOf(index))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

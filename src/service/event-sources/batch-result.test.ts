// Partial batch answers: what counts as success, as failure of some, and as failure of all.

import { expect, test } from "vitest";
import { readItemFailures } from "./batch-result.ts";

const known = new Set(["a", "b"]);
const read = (text: string) => readItemFailures(Buffer.from(text), known);

// AWS: "Implementing partial batch responses", success and failure conditions.
test.each([
  ['{"batchItemFailures":[]}', []],
  ['{"batchItemFailures":null}', []],
  ["{}", []],
  ["null", []],
  ['""', []],
  ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ["b"]],
  ["no json", "all"],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', "all"],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', "all"],
  ['{"batchItemFailures":[{"item":"a"}]}', "all"],
  ['{"batchItemFailures":[{"itemIdentifier":"c"}]}', "all"],
])("%s", (text, failed) => {
  expect(read(text)).toEqual(failed);
});

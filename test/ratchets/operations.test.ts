// The ratchet of missing operations: not-implemented.txt lists every modelled operation that answers NotImplemented. It
// may only shrink. `npm run ratchets` writes it anew. A line can say why it stays: "sns CreatePlatformApplication # why";
// such reasons are kept when the file is written anew.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { serviceIndex } from "../../src/model/load.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const FILE = join(import.meta.dirname, "not-implemented.txt");
const SEPARATOR = " # ";

/** Services that are complete but for what has a reason: each of their lines must say one. This list may only grow. */
const REASONED: ReadonlySet<string> = new Set([
  "acm",
  "api-gateway",
  "application-auto-scaling",
  "cloudfront",
  "cloudwatch",
  "codedeploy",
  "dynamodb",
  "dynamodb-streams",
  "ecr",
  "kinesis",
  "kms",
  "route-53",
  "s3",
  "schemas",
  "lambda",
  "organizations",
  "ses",
  "sesv2",
  "secrets-manager",
  "sfn",
  "sns",
  "sqs",
]);

/** What is written behind the operation of each line that has it. */
function reasonsIn(text: string): ReadonlyMap<string, string> {
  const pairs = text.split("\n").flatMap((line): (readonly [string, string])[] => {
    const at = line.indexOf(SEPARATOR);
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + SEPARATOR.length).trim()]];
  });
  return new Map(pairs);
}

it("lists exactly the operations that are missing", async () => {
  const registry = await (await sharedYard()).registry();
  const missing = serviceIndex().flatMap(({ id, operations }) =>
    operations.filter((operation) => !registry.has(id, operation)).map((operation) => `${id} ${operation}`),
  );
  const present = readFileSync(FILE, "utf8");
  const reasons = reasonsIn(present);
  const lines = missing.sort().map((line) => {
    const reason = reasons.get(line);
    return reason === undefined ? line : `${line}${SEPARATOR}${reason}`;
  });
  const text = `${lines.join("\n")}\n`;
  if (process.env["UPDATE_RATCHETS"] === "1") writeFileSync(FILE, text);
  expect(text).toBe(readFileSync(FILE, "utf8"));
});

it("says why for each operation that a complete service leaves out", () => {
  const text = readFileSync(FILE, "utf8");
  const reasons = reasonsIn(text);
  const unexplained = text.split("\n").filter((line) => {
    const [service = ""] = line.split(" ");
    return REASONED.has(service) && (reasons.get(line.split(SEPARATOR)[0] ?? "") ?? "") === "";
  });
  expect(unexplained).toEqual([]);
});

// Goal: `npm run test:corpus` tells the truth: who comes through whole, and who fails at which step and why. Method: a corpus of our own, of
// templates that need placeholders and leave what they retain, or have what once failed, one that is refused, and one whose creation fails.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { sharedYard } from "../../src/testing/harness.ts";
import { differenceOf } from "./compare.ts";
import { readCorpus } from "./corpus.ts";
import { leftBehind } from "./leftovers.ts";
import { tryTemplate } from "./lifecycle.ts";
import { lineOf, reportOf } from "./report.ts";

const own = fileURLToPath(new URL("own", import.meta.url));

test("each template of a corpus is told of", { timeout: 60_000 }, async () => {
  const corpus = readCorpus(own);
  const root = mkdtempSync(join(tmpdir(), "stackyard-corpus-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const yard = await sharedYard();
  const outcomes = await Promise.all(
    corpus.map((one) => tryTemplate(one, { corpus, yard, root: join(root, one.name) })),
  );
  expect(outcomes.map((outcome) => lineOf(outcome))).toEqual([
    "ok    asides__template",
    "ok    greeter__template",
    "FAIL  guests__template: validate: resource types not there: AWS::ECS::Cluster.",
    "FAIL  party__template: create: AWS::ApiGateway::Method Answer: Invalid Response status code specified (Service: ApiGateway, Status Code: 404).",
  ]);
  const report = reportOf(outcomes);
  expect(report).toContain("2 come through whole");
  expect(report).toContain("| create | the stack is created | 2 | 1 | 1 |");
  expect(report).toContain(
    "| leftovers | the account has no record more than before, but for what the template retains and AWS keeps, too | 3 | 0 | 1 |",
  );
  expect(report).toContain("| resource types | AWS::ECS::Cluster | 1 |");
});

test("a difference to what the reference translator makes is found, and told with its place", () => {
  const greeter = readCorpus(own).find(({ name }) => name === "greeter__template");
  if (greeter === undefined) throw new Error("The template is gone.");
  const places = [
    {
      key: "",
      logicalId: "Greeter",
      resourceType: "AWS::Serverless::Function",
      path: ["CodeUri"],
      location: "uri" as const,
    },
  ];
  expect(differenceOf({ ...greeter, text: greeter.text.replace("app.greet", "app.bid") }, places)).toBe(
    '/Resources/Greeter/Properties/Handler is "app.bid" instead of "app.greet".',
  );
});

test("a record that was not there before is left behind, unless the template retains what it is of", () => {
  const key = (...parts: readonly string[]): string => JSON.stringify(["s3", "123456789012", "", ...parts]);
  const before = new Set([key("bucket", "old")]);
  const after = new Set([key("bucket", "old"), key("bucket", "new"), key("bucket", "kept")]);
  expect(leftBehind(before, after, ["kept"])).toEqual(["s3: bucket (1)"]);
});

test("a folder that is no corpus is refused by name", () => {
  expect(() => readCorpus("/nowhere")).toThrow('"/nowhere" is not a corpus of templates');
});

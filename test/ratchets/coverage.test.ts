// docs/coverage.md: every resource type with its properties, and every service with its operations, from the tables which the engine and
// `stackyard check` use. `npm run ratchets` writes it anew.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { resourceTypes } from "../../src/checks.ts";
import { serviceIndex } from "../../src/model/load.ts";
import { loadResourceSchema } from "../../src/services/cloudformation/schema/resource-schema.ts";
import type { ResourceType } from "../../src/service/resource-type.ts";
import { sharedYard } from "../../src/testing/harness.ts";

const FILE = join(import.meta.dirname, "../../docs/coverage.md");

it("tells what there is", async () => {
  const registry = await (await sharedYard()).registry();
  const types = [...(await resourceTypes()).values()].sort((one, other) => (one.typeName < other.typeName ? -1 : 1));
  const text = `# Coverage

Written by \`npm run ratchets\` from the tables that the stack engine and [\`stackyard check\`](check.md) use. What is not listed as kept or missing is enforced.

## Resource types

${typeRows(types).join("\n")}

## Operations

Of the services that have any; what is missing answers 501 and is listed, with its reason, in [not-implemented.txt](../test/ratchets/not-implemented.txt).

| service | there | missing |
|---|---:|---:|
${serviceIndex()
  .map(({ id, operations }) => {
    const there = operations.filter((operation) => registry.has(id, operation)).length;
    return { id, there, missing: operations.length - there };
  })
  .filter(({ there }) => there > 0)
  .map(({ id, there, missing }) => `| ${id} | ${there} | ${missing} |`)
  .join("\n")}
`;
  if (process.env["UPDATE_RATCHETS"] === "1") writeFileSync(FILE, text);
  expect(readFileSync(FILE, "utf8")).toBe(text);
});

function typeRows(types: readonly ResourceType[]): string[] {
  return [
    `${types.length} types; custom resources besides.`,
    "",
    "| type | enforced | kept, not enforced | not supported |",
    "|---|---:|---|---|",
    ...types.map(typeRow),
  ];
}

function typeRow({ typeName, properties, keptNotEnforced = {}, notSupported = [] }: ResourceType): string {
  const known = Object.keys(loadResourceSchema(typeName)?.properties ?? {}).sort();
  const missing = known.filter((name) => !properties.includes(name));
  const kept = Object.entries(keptNotEnforced).map(([path, onAws]) => `${path}: on AWS it ${onAws}`);
  const enforced = properties.filter((name) => keptNotEnforced[name] === undefined).length;
  return `| ${typeName} | ${enforced} | ${kept.join("<br>")} | ${[...missing, ...notSupported].join(", ")} |`;
}

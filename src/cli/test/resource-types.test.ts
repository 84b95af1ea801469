// Files with resource types: what they may export, and what is said of those that export something else.

import { join } from "node:path";
import { expect, test } from "vitest";
import { DiagnosticsError } from "../../delivery/system/system.ts";
import { makeFolder } from "../../delivery/test/folders.ts";
import { loadResourceTypes } from "../resource-types.ts";

const NOTE = `{
  schema: { typeName: "Acme::Notes::Note", properties: { Id: { type: "string" } }, primaryIdentifier: ["/properties/Id"] },
  create: async () => ({ Id: "1" }), read: async () => undefined, delete: async () => undefined,
}`;

async function load(text: string): Promise<readonly string[]> {
  const folder = makeFolder({ "types.ts": text });
  const types = await loadResourceTypes([join(folder, "types.ts")]);
  return types.map(({ schema }) => schema.typeName);
}

async function problemOf(text: string): Promise<{ code: string; line: number | undefined }> {
  const error: unknown = await load(text).catch((reason: unknown) => reason);
  if (!(error instanceof DiagnosticsError)) throw error;
  const [diagnostic] = error.diagnostics;
  return { code: diagnostic?.code ?? "", line: diagnostic?.position?.line };
}

test("a file exports one type, or several; it may ask CommonJS packages of Node's modules", async () => {
  expect(
    await load(`import { defineResource } from "stackyard/resources";\nexport default defineResource(${NOTE});`),
  ).toEqual(["Acme::Notes::Note"]);
  const text = `const os = require("node:os");\nif (os.EOL === undefined) throw new Error();\nexport default [${NOTE}, ${NOTE}];`;
  expect(await load(text)).toHaveLength(2);
});

test.each([
  ["nothing", "export const note = 1;", { code: "RESOURCE_TYPE_NO_DEFAULT_EXPORT", line: 1 }],
  ["something else", "export default { schema: {} };", { code: "RESOURCE_TYPE_INCOMPLETE", line: 1 }],
  ["what fails", 'const a = 1;\nthrow new Error("no");', { code: "RESOURCE_TYPE_THROWS", line: 2 }],
  ["what is no TypeScript", "const a = ;", { code: "BUILD_FAILED", line: 1 }],
])("a file with %s is told where it is wrong", async (_, text, expected) => {
  expect(await problemOf(text)).toEqual(expected);
});

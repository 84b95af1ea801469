// docs/configuration.md against the types and the loader: its tables are made from the comments of define-system.ts, its examples load, and
// each option has one. UPDATE_DOCS=1 writes the tables anew.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder } from "../test/folders.ts";
import { loadSystem } from "./load-system.ts";

const DOCS = join(import.meta.dirname, "../../../docs/configuration.md");
const TYPES = readFileSync(join(import.meta.dirname, "define-system.ts"), "utf8");

interface Option {
  readonly name: string;
  readonly isRequired: boolean;
  readonly text: string;
}

/** The members of an interface and their comments. */
function optionsOf(type: string): readonly Option[] {
  const body = new RegExp(`export interface ${type}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(TYPES)?.[1];
  if (body === undefined) throw new Error(`There is no interface ${type}.`);
  const members = [...body.matchAll(/^ {2}(?:\/\*\*\s*([\s\S]*?)\s*\*\/\n {2})?readonly (\w+)(\??):/gm)];
  return members.map(([, comment = "", name = "", optional]) => ({
    name,
    isRequired: optional === "",
    text: comment.replace(/\s*\n\s*\*\s?/g, " "),
  }));
}

function tableOf(type: string): string {
  const rows = optionsOf(type).map(
    ({ name, isRequired, text }) => `| \`${name}\`${isRequired ? " (needed)" : ""} | ${text.replaceAll("|", "\\|")} |`,
  );
  return ["| option | what it says |", "|---|---|", ...rows].join("\n");
}

/** The document with each table as the types have it. */
function withTables(text: string): string {
  return text.replace(
    /(<!-- options: (\w+) -->)\n(?:\n\|[^\n]*(?:\n\|[^\n]*)*\n)?/g,
    (_, marker: string, type: string) => `${marker}\n\n${tableOf(type)}\n`,
  );
}

function examples(): readonly string[] {
  return [...readFileSync(DOCS, "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
}

describe("docs/configuration.md", () => {
  // Goal: the reference cannot go stale. Method: make it anew and compare.
  test("has every option as the types say it", () => {
    const text = readFileSync(DOCS, "utf8");
    const fresh = withTables(text);
    if (process.env["UPDATE_DOCS"] !== undefined) writeFileSync(DOCS, fresh);
    else expect(text).toBe(fresh);
    const documented = [...fresh.matchAll(/<!-- options: (\w+) -->/g)].map(([, type = ""]) => type);
    const types = [...TYPES.matchAll(/export interface (\w+)/g)].map(([, type = ""]) => type);
    // Made by functions, not written.
    const made = new Set(["OutputReference", "StackNameReference", "EnvironmentNameReference"]);
    expect(documented.sort()).toEqual(types.filter((type) => !made.has(type)).sort());
  });

  // Goal: every option has an example, and a sentence. Method: look for each name in the examples.
  test("shows every option", () => {
    const code = examples().join("\n");
    const types = [...readFileSync(DOCS, "utf8").matchAll(/<!-- options: (\w+) -->/g)].map(([, type = ""]) => type);
    const options = types.flatMap((type) => optionsOf(type).map((option) => ({ type, ...option })));
    expect(options.length).toBeGreaterThan(40);
    const missing = options.filter(({ name }) => !new RegExp(`\\b${name}:`).test(code));
    expect(missing.map(({ type, name }) => `${type}.${name}`)).toEqual([]);
    expect(options.filter(({ text }) => text === "").map(({ type, name }) => `${type}.${name}`)).toEqual([]);
  });

  // Goal: the examples are right. Method: load each, with templates that have what they refer to.
  test("has examples that load", async () => {
    const template = `Parameters: { Any: { Type: String, Default: x } }
Resources: { A: { Type: AWS::SQS::Queue } }
Outputs: { TopicArn: { Value: a }, ZoneId: { Value: b }, Url: { Value: c } }
`;
    const folders = ["dns", "payment", "user", "ui", "stubs/card", "infrastructure"];
    expect(examples()).toHaveLength(2);
    for (const code of examples()) {
      const folder = makeFolder({
        "stackyard.config.ts": code,
        "platform/platform.yaml": template,
        "reports/cdk.json": JSON.stringify({ app: join(import.meta.dirname, "../../../test/corpus/cdk/assembly") }),
        ...Object.fromEntries(folders.map((each) => [`${each}/template.yaml`, template])),
      });
      // The app of the tests has no stack of that name.
      const text = code.replace('cdkStack: "Reports"', 'cdkStack: "Messaging"');
      writeFileSync(join(folder, "stackyard.config.ts"), text);
      const { diagnostics } = await loadSystem(folder);
      expect(diagnostics.filter((each) => each.severity === "error")).toEqual([]);
    }
  });
});

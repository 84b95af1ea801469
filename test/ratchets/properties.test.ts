// What `stackyard check` calls enforced is read by somebody: a nested property whose name is nowhere in its service's source is neither honoured nor
// refused, so it would be dropped in silence. What a name alone cannot tell (that it is read but does nothing) is for readers of the code.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SERVICES } from "../../src/all-services.ts";
import type { ResourceType } from "../../src/service/resource-type.ts";
import {
  loadResourceSchema,
  type Members,
  type PropertyType,
} from "../../src/services/cloudformation/schema/resource-schema.ts";

const TYPES = (await Promise.all(SERVICES.map(({ load }) => load()))).flatMap(
  ({ resourceTypes = [] }) => resourceTypes,
);
const SOURCES = join(import.meta.dirname, "../../src");
/** Folders of services that are not called as their types are. */
const FOLDERS: Readonly<Record<string, string>> = {
  CDK: "cloudformation",
  CertificateManager: "acm",
  Cognito: "cognito-idp",
  EventSchemas: "schemas",
  Events: "eventbridge",
  KinesisFirehose: "firehose",
  Logs: "cloudwatch-logs",
  StepFunctions: "states",
};

test("every nested property that is taken is read somewhere, or is listed as kept or not supported", () => {
  expect(TYPES.flatMap(unreadOf)).toEqual([]);
});

test("finds what is not read", () => {
  const pipe = TYPES.find(({ typeName }) => typeName === "AWS::Pipes::Pipe");
  expect(pipe && unreadOf({ ...pipe, notSupported: [] })).toContain(
    "AWS::Pipes::Pipe TargetParameters.EcsTaskParameters.TaskDefinitionArn",
  );
});

test("lists only paths that the types have", () => {
  const strange = TYPES.flatMap((type) => {
    const schema = loadResourceSchema(type.typeName);
    if (schema === undefined) return [];
    const known = new Set(pathsOf(schema.properties, schema.definitions).map((path) => path.join(".")));
    return [...Object.keys(type.keptNotEnforced ?? {}), ...(type.notSupported ?? [])]
      .filter((path) => !known.has(path) || !type.properties.includes(path.split(".")[0] ?? ""))
      .map((path) => `${type.typeName} ${path}`);
  });
  expect(strange).toEqual([]);
});

/** Paths of properties that the type takes, and whose names nothing in its service has. */
function unreadOf(type: ResourceType): string[] {
  const schema = loadResourceSchema(type.typeName);
  if (schema === undefined) return [];
  const words = wordsOf(type.typeName);
  const listed = [...Object.keys(type.keptNotEnforced ?? {}), ...(type.notSupported ?? [])];
  return pathsOf(schema.properties, schema.definitions)
    .filter(([name = ""]) => type.properties.includes(name))
    .filter((path) => !words.has(path.at(-1)?.toLowerCase() ?? ""))
    .map((path) => path.join("."))
    .filter((path) => !listed.some((each) => path === each || path.startsWith(`${each}.`)))
    .map((path) => `${type.typeName} ${path}`);
}

function pathsOf(
  members: Members,
  definitions: Readonly<Record<string, Members>>,
  seen: readonly string[] = [],
): string[][] {
  return Object.entries(members).flatMap(([name, { type }]) => [
    [name],
    ...referredBy(type)
      .filter((each) => !seen.includes(each))
      .flatMap((each) => pathsOf(definitions[each] ?? {}, definitions, [...seen, each]))
      .map((path) => [name, ...path]),
  ]);
}

function referredBy(type: PropertyType): string[] {
  if (typeof type === "string") return [];
  if ("list" in type) return referredBy(type.list);
  if ("map" in type) return referredBy(type.map);
  return "ref" in type ? [type.ref] : type.anyOf.flatMap(referredBy);
}

/** All words of a service's code, and of what services share, without comments and tests. */
function wordsOf(typeName: string): ReadonlySet<string> {
  const [, name = ""] = typeName.split("::");
  const folder = FOLDERS[name] ?? name.toLowerCase();
  const folders = name === "Cognito" ? [folder, "cognito-identity"] : [folder];
  return new Set([...folders.map((each) => join("services", each)), "service"].flatMap((each) => [...wordsIn(each)]));
}

const seenWords = new Map<string, ReadonlySet<string>>();

function wordsIn(folder: string): ReadonlySet<string> {
  const known = seenWords.get(folder);
  if (known !== undefined) return known;
  const files = readdirSync(join(SOURCES, folder), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.split("/").includes("test"),
  );
  const words = new Set(
    files.flatMap((file) => {
      const code = readFileSync(join(SOURCES, folder, file), "utf8")
        .replaceAll(/\/\*[\s\S]*?\*\//g, "")
        .replaceAll(/^\s*\/\/.*$/gm, "");
      return (code.match(/\w+/g) ?? []).map((word) => word.toLowerCase());
    }),
  );
  seenWords.set(folder, words);
  return words;
}

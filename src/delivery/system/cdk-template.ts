// Makes a template of a CDK app one that needs no bootstrap stack of the CDK: its assets are looked for in Stackyard's own bucket,
// where every other artifact is. Nested templates, which are assets themselves, get the same treatment.

import { readFileSync } from "node:fs";
import type { CdkAsset, CdkStack } from "./cdk-assembly.ts";
import type { UnitAsset } from "./system.ts";
import { isTemplateObject, objectAt, textOf } from "./template.ts";
import type { TemplateObject, TemplateValue } from "./template.ts";
import { ARTIFACT_BUCKET } from "../cloud/target.ts";
import { hashOf } from "../build/zip.ts";

/** The template's body as it is deployed, and what has to be in the bucket before. */
export function adoptTemplate(
  stack: CdkStack,
  body: TemplateObject,
): { body: TemplateObject; assets: readonly UnitAsset[] } {
  const assets: UnitAsset[] = [];
  const keys = new Map<string, string>();
  const nested = stack.assets.filter((asset) => isTemplate(asset));

  // A template that nests another one names it by its key, which is that of the content, which has to be known before.
  const adoptNested = (asset: CdkAsset, open: readonly string[]): string => {
    const known = keys.get(asset.key);
    if (known !== undefined) return known;
    const source = readFileSync(asset.path, "utf8");
    for (const other of nested)
      if (other !== asset && !open.includes(other.key) && source.includes(other.key))
        adoptNested(other, [...open, asset.key]);
    const text = JSON.stringify(adopt(stack, JSON.parse(source) as TemplateObject, keys));
    const key = `${hashOf(text)}.json`;
    keys.set(asset.key, key);
    assets.push({ name: asset.name, key, source: { kind: "text", path: asset.path, text } });
    return key;
  };
  for (const asset of nested) adoptNested(asset, []);
  for (const { name, key, path, packaging } of stack.assets)
    if (!keys.has(key)) assets.push({ name, key, source: { kind: packaging === "zip" ? "folder" : "file", path } });
  return { body: adopt(stack, body, keys), assets };
}

function isTemplate({ path, packaging }: CdkAsset): boolean {
  return packaging === "file" && path.endsWith(".nested.template.json");
}

function adopt(stack: CdkStack, body: TemplateObject, keys: ReadonlyMap<string, string>): TemplateObject {
  const replacements = new Map<string, string>([
    ...stack.buckets.map((bucket) => [bucket, ARTIFACT_BUCKET] as const),
    // An app that was written for one account goes to another only where that is the embedded cloud's.
    ...(stack.account === undefined ? [] : [[stack.account, "${AWS::AccountId}"] as const]),
  ]);
  const result = withoutBootstrap(body);
  for (const section of ["Resources", "Outputs"]) {
    const members = objectAt(result, section);
    for (const [id, member] of Object.entries(members)) {
      if (!isTemplateObject(member)) continue;
      for (const part of ["Properties", "Value", "Export"])
        if (member[part] !== undefined) member[part] = replaceIn(member[part], replacements, keys);
      members[id] = member;
    }
  }
  return result;
}

// AWS: "DefaultStackSynthesizer": its templates ask for the version of the bootstrap stack by a parameter and a rule.
function withoutBootstrap(body: TemplateObject): TemplateObject {
  const result = structuredClone(body);
  const parameters = objectAt(result, "Parameters");
  if (textOf(objectAt(parameters, "BootstrapVersion")["Default"])?.startsWith("/cdk-bootstrap/") !== true)
    return result;
  delete parameters["BootstrapVersion"];
  delete objectAt(result, "Rules")["CheckBootstrapVersion"];
  for (const section of ["Parameters", "Rules"])
    if (Object.keys(objectAt(result, section)).length === 0) delete result[section];
  return result;
}

// Their arguments are names of the template, not text.
const NAMES = new Set(["Ref", "Fn::GetAtt", "Fn::FindInMap", "Condition"]);

function replaceIn(
  value: TemplateValue,
  replacements: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, string>,
): TemplateValue {
  if (typeof value === "string") {
    const keyed = withKeys(value, keys);
    const found = [...replacements.keys()].some((each) => keyed.includes(each));
    return found ? { "Fn::Sub": substitute(keyed.replaceAll("${", "${!"), replacements) } : keyed;
  }
  if (Array.isArray(value)) return value.map((item) => replaceIn(item, replacements, keys));
  if (!isTemplateObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]): [string, TemplateValue] => {
      if (NAMES.has(name)) return [name, member];
      if (name !== "Fn::Sub") return [name, replaceIn(member, replacements, keys)];
      if (typeof member === "string") return [name, substitute(withKeys(member, keys), replacements)];
      if (!Array.isArray(member) || typeof member[0] !== "string") return [name, member];
      const [text, ...variables] = member;
      return [
        name,
        [
          substitute(withKeys(text, keys), replacements),
          ...variables.map((each) => replaceIn(each, replacements, keys)),
        ],
      ];
    }),
  );
}

function withKeys(text: string, keys: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [from, to] of keys) result = result.replaceAll(from, to);
  return result;
}

function substitute(text: string, replacements: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [from, to] of replacements) result = result.replaceAll(from, to);
  return result;
}

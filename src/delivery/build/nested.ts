// Packages a nested template, as `aws cloudformation package` does: its own local code is built, its own nested templates are packaged, and what
// comes out is an artifact that names them all. It knows no account, so the same bytes are deployed to every environment.

import type { BuiltCode } from "./build.ts";
import type { CodeUse } from "./code.ts";
import { portableLocation } from "./locations.ts";
import { hashOf } from "./zip.ts";
import { isTemplateObject, objectAt } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";

/** The packaged template: its text, and the key that its content gives it. */
export function packageTemplate(
  template: Template,
  built: readonly BuiltCode[],
): { readonly key: string; readonly text: string } {
  const body = structuredClone(template.body);
  for (const { use, artifact } of built) placeCode(body, use, artifact.key);
  const text = JSON.stringify(body);
  return { key: `${hashOf(text)}.template.json`, text };
}

/** Puts the location of an artifact where `body` names local code, for an account that is not known yet. */
export function placeCode(body: TemplateObject, use: CodeUse, key: string): void {
  if (use.location === "none") return;
  const resource = objectAt(body, "Resources", use.logicalId);
  const property = use.path.at(-1) ?? "";
  const value = portableLocation(key, use.location, property);
  if (use.resourceType === "AWS::Serverless::Application") {
    asStack(resource, value);
    return;
  }
  let parent = childOf(resource, "Properties");
  for (const name of use.path.slice(0, -1)) parent = childOf(parent, name);
  parent[property] = value;
}

// AWS: SAM makes a nested stack of an application that is a template, but takes only a plain URL, which nothing here knows.
function asStack(resource: TemplateObject, url: TemplateValue): void {
  const { Location: _, Tags: tags, ...properties } = objectAt(resource, "Properties");
  resource["Type"] = "AWS::CloudFormation::Stack";
  resource["Properties"] = {
    ...properties,
    TemplateURL: url,
    ...(isTemplateObject(tags) ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } : {}),
  };
}

function childOf(parent: TemplateObject, name: string): TemplateObject {
  const child = parent[name];
  if (isTemplateObject(child)) return child;
  const made: TemplateObject = {};
  parent[name] = made;
  return made;
}

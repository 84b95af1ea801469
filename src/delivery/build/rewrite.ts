// Makes the template that is deployed: local paths replaced by their artifacts' places in S3, as JSON. Pure.

import type { BuiltCode } from "./build.ts";
import type { LocationForm } from "./code.ts";
import type { Unit } from "../system/system.ts";
import { isTemplateObject } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";

/** The unit's template with each built property pointing into `bucket`, as compact JSON with members in source order. */
export function rewriteTemplate(unit: Unit, built: readonly BuiltCode[], bucket: string): string {
  const body = structuredClone(unit.template.body);
  for (const { use, artifact } of built) {
    const properties = ["Resources", use.logicalId, "Properties", ...use.path.slice(0, -1)];
    const parent = properties.reduce<TemplateObject>((current, name) => childOf(current, name), body);
    parent[use.path.at(-1) ?? ""] = LOCATIONS[use.location](bucket, artifact.key);
  }
  return JSON.stringify(body);
}

function childOf(parent: TemplateObject, name: string): TemplateObject {
  const child = parent[name];
  if (isTemplateObject(child)) return child;
  const made: TemplateObject = {};
  parent[name] = made;
  return made;
}

// Every way in which a property names an object in S3.
const LOCATIONS: Readonly<Record<LocationForm, (bucket: string, key: string) => TemplateValue>> = {
  uri: (bucket, key) => `s3://${bucket}/${key}`,
  "S3Bucket/S3Key": (bucket, key) => ({ S3Bucket: bucket, S3Key: key }),
  "Bucket/Key": (bucket, key) => ({ Bucket: bucket, Key: key }),
};

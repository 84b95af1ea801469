// The section Globals: defaults for all resources of a type.

import { isRecord, memberOf, setMember } from "../template/values.ts";
import { isIntrinsic, SamError } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";
import { resolveParameters } from "./parameter-values.ts";

/** What is true of a resource: its properties over the defaults of its type, with the values of parameters where SAM reads them. */
export function propertiesOf(draft: Draft, typeName: string, properties: unknown): Values {
  return resolveParameters(typeName, applyGlobals(draft.body["Globals"], typeName, properties), draft.values);
}

/** A resource's properties over the defaults of its type. */
export function applyGlobals(globals: unknown, typeName: string, properties: unknown): Values {
  const section = typeName.slice(typeName.lastIndexOf(":") + 1);
  const defaults = isRecord(globals) ? memberOf(globals, section) : undefined;
  const own = isRecord(properties) ? properties : {};
  if (properties !== undefined && !isRecord(properties)) throw new SamError("'Properties' must be a map.");
  return isRecord(defaults) ? mergeMaps(defaults, own) : own;
}

function mergeMaps(defaults: Values, own: Values): Values {
  const merged: Values = { ...defaults };
  for (const [name, value] of Object.entries(own))
    setMember(merged, name, Object.hasOwn(defaults, name) ? merge(defaults[name], value) : value);
  return merged;
}

/** AWS: maps are merged, lists are added behind the defaults, everything else replaces them. */
function merge(before: unknown, own: unknown): unknown {
  if (isIntrinsic(before) || isIntrinsic(own)) return own;
  if (isRecord(before) && isRecord(own)) return mergeMaps(before, own);
  if (Array.isArray(before) && Array.isArray(own)) return [...(before as unknown[]), ...(own as unknown[])];
  return own;
}

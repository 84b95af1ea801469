// Finds and changes the tags of what a tagging operation names.

import type { Context, Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { invalidResourceId, notImplemented } from "./errors.ts";
import { parseReference } from "./name.ts";
import type { ParameterRecord } from "./records.ts";
import { loadParameter, saveParameter } from "./repo.ts";
import { requireTagCount } from "./tags.ts";

type Tags = Readonly<Record<string, string>>;

interface TaggedResource {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

/** The parameter that is named; throws InvalidResourceId. */
export function requireTagged(tx: ReadTx, scope: Scope, { ResourceType, ResourceId }: TaggedResource): ParameterRecord {
  if (ResourceType !== "Parameter") throw notImplemented(`Tagging a resource of the type "${ResourceType}"`);
  const parameter = loadParameter(tx, scope, parseReference(ResourceId, scope).name);
  if (parameter === undefined) throw invalidResourceId();
  return parameter;
}

/** Changes the tags in one transaction. */
export function updateTags(context: Context, resource: TaggedResource, change: (tags: Tags) => Tags): void {
  context.store.write((tx) => {
    const parameter = requireTagged(tx, context, resource);
    const tags = change(parameter.tags);
    requireTagCount(tags);
    saveParameter(tx, context, { ...parameter, tags });
  });
}

// An API's resources as a tree: which children a resource may have, and what follows when one is moved or renamed.

import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notFound } from "./errors.ts";
import { patched, type PatchRule } from "./patches/patch.ts";
import type { ResourceRecord } from "./records.ts";

/**
 * Refuses a path part that `parent` cannot have as a child. AWS: recorded, and "Set up API resources": letters, digits, hyphens, periods,
 * commas, colons and underscores, or a variable in braces; one variable among siblings, and nothing below a greedy one.
 */
export function requireChild(
  resources: readonly ResourceRecord[],
  parent: ResourceRecord,
  pathPart: string,
  ownId?: string,
): void {
  if (!/^([a-zA-Z0-9._:,~$@*!'()&;=+%-]+|\{[a-zA-Z0-9._:-]+\+?\})$/.test(pathPart))
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  if (isGreedy(parent.pathPart))
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  const siblings = resources.filter(({ id, parentId }) => parentId === parent.id && id !== ownId);
  if (siblings.some((sibling) => sibling.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart));
  if (isVariable(pathPart) && variable !== undefined)
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
}

function isVariable(pathPart: string): boolean {
  return pathPart.startsWith("{");
}

function isGreedy(pathPart: string): boolean {
  return pathPart.endsWith("+}");
}

/** The path of a child. */
export function childPath(parent: Pick<ResourceRecord, "path">, pathPart: string): string {
  return `${parent.path === "/" ? "" : parent.path}/${pathPart}`;
}

/** All resources below one. */
export function descendantsOf(resources: readonly ResourceRecord[], id: string): readonly ResourceRecord[] {
  const children = resources.filter(({ parentId }) => parentId === id);
  return children.flatMap((child) => [child, ...descendantsOf(resources, child.id)]);
}

/** The resource at its new place, and its descendants with their new paths. */
export function moved(resources: readonly ResourceRecord[], resource: ResourceRecord): readonly ResourceRecord[] {
  const children = resources.filter(({ parentId }) => parentId === resource.id);
  return [
    resource,
    ...children.flatMap((child) => moved(resources, { ...child, path: childPath(resource, child.pathPart) })),
  ];
}

/** A resource after a patch: renamed or below another parent. AWS: the wordings are recorded. */
export function patchedResource(
  resources: readonly ResourceRecord[],
  resource: ResourceRecord,
  operations: readonly PatchOperation[] | undefined,
): ResourceRecord {
  const rules: readonly PatchRule<ResourceRecord>[] = [
    {
      path: "/parentId",
      ops: ["replace"],
      apply: (present, { value = "" }) => placed(resources, present, value, present.pathPart, "parentId"),
    },
    {
      path: "/pathPart",
      ops: ["replace"],
      apply: (present, { value = "" }) => placed(resources, present, present.parentId ?? "", value, "pathPart"),
    },
  ];
  return patched(resource, operations, rules);
}

function placed(
  resources: readonly ResourceRecord[],
  resource: ResourceRecord,
  parentId: string,
  pathPart: string,
  changed: string,
): ResourceRecord {
  if (resource.parentId === undefined) throw badRequest(`Root resource cannot update its ${changed}.`);
  const parent = resources.find(({ id }) => id === parentId);
  if (parent === undefined) throw notFound("Invalid Resource identifier specified");
  if (parentId === resource.id || descendantsOf(resources, resource.id).some(({ id }) => id === parentId))
    throw badRequest("Resources cannot be cyclical.");
  requireChild(resources, parent, pathPart, resource.id);
  return { ...resource, parentId, pathPart, path: childPath(parent, pathPart) };
}

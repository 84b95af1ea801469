// What the resource types of Organizations share: tags, and answers for what is not there.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";

type Apis = Pick<ResourceContext, "aws">;

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

/** The tags that a new resource gets. */
export function allTags(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  return tagList({ ...context.tags, ...readTags(properties) });
}

/** A resource's own tags, without CloudFormation's. */
export async function liveTags(id: string, { aws }: Apis): Promise<{ Tags?: object[] }> {
  const tags = await everyPage(async (NextToken: string | undefined) => {
    const page = await aws.organizations.listTagsForResource({ ResourceId: id, NextToken });
    return { items: page.Tags, next: page.NextToken };
  });
  const own = tags.filter(({ Key }) => !Key.startsWith("aws:"));
  return own.length === 0 ? {} : { Tags: own };
}

/** Brings a resource's tags from one template to another. */
export async function updateTags(
  ResourceId: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const { organizations } = context.aws;
  const wanted = { ...context.tags, ...readTags(properties) };
  const TagKeys = Object.keys(readTags(previous)).filter((key) => !(key in wanted));
  if (TagKeys.length > 0) await organizations.untagResource({ ResourceId, TagKeys });
  const Tags = tagList(wanted);
  if (Tags.length > 0) await organizations.tagResource({ ResourceId, Tags });
}

/** Whether a resource carries the tags of this step: then an interrupted run of it made it. */
export async function isOurs(id: string, context: ResourceContext): Promise<boolean> {
  const { Tags = [] } = await context.aws.organizations.listTagsForResource({ ResourceId: id });
  const there = new Map(Tags.map(({ Key, Value }) => [Key, Value]));
  const own = Object.entries(context.tags).filter(([key]) => key.startsWith("aws:cloudformation:"));
  return own.length > 0 && own.every(([key, value]) => there.get(key) === value);
}

const GONE = new Set([
  "AWSOrganizationsNotInUseException",
  "AccountNotFoundException",
  "OrganizationalUnitNotFoundException",
  "PolicyNotFoundException",
  "TargetNotFoundException",
]);

/** The answer, or undefined if what it is about does not exist. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && GONE.has(error.code)) return undefined;
    throw error;
  }
}

/** The one root of the organization, or undefined where there is no organization. */
export async function rootId({ aws }: Apis): Promise<string | undefined> {
  return (await ifThere(() => aws.organizations.listRoots({})))?.Roots?.[0]?.Id;
}

/** The units below a root or a unit, of all depths. */
export async function unitsBelow(parentId: string, context: Apis): Promise<readonly string[]> {
  const units = await everyPage(async (NextToken: string | undefined) => {
    const page = await context.aws.organizations.listOrganizationalUnitsForParent({ ParentId: parentId, NextToken });
    return { items: page.OrganizationalUnits, next: page.NextToken };
  });
  const ids = units.map(({ Id = "" }) => Id);
  const below = await Promise.all(ids.map((id) => unitsBelow(id, context)));
  return [...ids, ...below.flat()];
}

/** What a unit or an account is in. */
export async function parentOf(id: string, { aws }: Apis): Promise<string> {
  const { Parents = [] } = await aws.organizations.listParents({ ChildId: id });
  return String(Parents[0]?.Id);
}

/** AWS: Path: "o-a1b2c3d4e5/r-f6g7h8i9j0/ou-ghi0-awsccccc/", from the organization down. */
export async function pathOf(id: string, context: Apis): Promise<string> {
  const { Organization } = await context.aws.organizations.describeOrganization({});
  const parts = [id];
  while (!String(parts[0]).startsWith("r-")) parts.unshift(await parentOf(String(parts[0]), context));
  return `${[Organization?.Id, ...parts].join("/")}/`;
}

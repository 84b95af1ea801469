// What the resource types of networks share: properties in and out, tags, and finding what an interrupted step has made.

import { createHash } from "node:crypto";
import type { Filter, Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";
import { STEP_TAG } from "../tags.ts";

/** A property's text; undefined where there is none. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A property that the schema requires. */
export function requiredText(properties: Properties, name: string): string {
  return textOf(properties, name) ?? "";
}

/** A flag, which templates also write as text. */
export function flagOf(properties: Properties, name: string): boolean | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : text === "true";
}

/** A number, which templates also write as text. */
export function numberOf(properties: Properties, name: string): number | undefined {
  const text = textOf(properties, name);
  return text === undefined ? undefined : Number(text);
}

/** A list of texts; undefined where there is none. */
export function listOf(properties: Properties, name: string): string[] | undefined {
  const value = properties[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** A nested object; undefined where there is none. */
export function nodeOf(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}

/** A list of objects. */
export function nodesOf(properties: Properties, name: string): readonly Properties[] {
  const value = properties[name];
  return Array.isArray(value) ? (value as readonly Properties[]) : [];
}

/** Without what is undefined. */
export function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The items that are in one list and not in the other. */
export function without(items: readonly string[], others: readonly string[]): string[] {
  return items.filter((item) => !others.includes(item));
}

/** What the call gives; undefined where what it is about is not there. */
export async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && /(?:\.NotFound|^NatGatewayNotFound|^Gateway\.NotAttached)$/.test(error.code))
      return undefined;
    throw error;
  }
}

/** The default VPC, which lists of resources leave out with what comes with it (vpc.ts). */
export async function defaultVpcIds(aws: ResourceContext["aws"]): Promise<string[]> {
  const { Vpcs = [] } = await aws.ec2.describeVpcs({ Filters: [{ Name: "is-default", Values: ["true"] }] });
  return Vpcs.map(({ VpcId = "" }) => VpcId);
}

// ---- tags ----

function stepOf({ clientToken }: ResourceContext): string {
  return createHash("sha256").update(clientToken).digest("hex").slice(0, 32);
}

function ownTags(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    nodesOf(properties, "Tags").map((tag) => [requiredText(tag, "Key"), requiredText(tag, "Value")]),
  );
}

/** The tags of what a step makes: the resource's, the stack's, and the step's own. */
export function tagSpecifications(
  properties: Properties,
  context: ResourceContext,
  ResourceType: NonNullable<TagSpecification["ResourceType"]>,
): TagSpecification[] {
  const tags = { ...context.tags, ...ownTags(properties), [STEP_TAG]: stepOf(context) };
  return [{ ResourceType, Tags: tagList(tags) }];
}

/** The tag of a step alone, for what shows no tags of the stack: rules. */
export function stepTag(context: ResourceContext): Tag {
  return { Key: STEP_TAG, Value: stepOf(context) };
}

/** Finds what an interrupted run of this step has made. */
export function madeByStep(context: ResourceContext): Filter[] {
  return [{ Name: `tag:${STEP_TAG}`, Values: [stepOf(context)] }];
}

/** Finds what steps of CloudFormation have made. */
export const MADE_BY_STEPS: Filter = { Name: "tag-key", Values: [STEP_TAG] };

/** Brings the tags of a resource to these. */
export async function changeTags(
  id: string,
  properties: Properties,
  previous: Properties,
  { aws, tags }: ResourceContext,
): Promise<void> {
  const wanted = { ...tags, ...ownTags(properties) };
  const gone = Object.keys(ownTags(previous)).filter((key) => !Object.hasOwn(wanted, key));
  if (gone.length > 0) await aws.ec2.deleteTags({ Resources: [id], Tags: gone.map((Key) => ({ Key })) });
  await aws.ec2.createTags({ Resources: [id], Tags: tagList(wanted) });
}

/** A resource's own tags in the template's form; none of CloudFormation's. */
export function shownTags(tags: readonly Tag[] | undefined): { Tags?: { Key: string; Value: string }[] } {
  const own = (tags ?? []).flatMap(({ Key = "", Value = "" }) => (Key.startsWith("aws:") ? [] : [{ Key, Value }]));
  return own.length === 0 ? {} : { Tags: own };
}

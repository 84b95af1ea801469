// Tags of resources. AWS: "Tag your Amazon EC2 resources".

import type { Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { ec2Error, invalidParameterValue, invalidValue, limitExceeded } from "./errors.ts";
import type { AnyKind } from "./kinds.ts";
import { LIMITS } from "./limits.ts";
import type { Tags } from "./records.ts";

// LIMIT: AWS: "Tag restrictions".
const MOST_KEY_CHARACTERS = 127;
const MOST_VALUE_CHARACTERS = 255;

/**
 * DEVIATION: CloudFormation finds by this tag what an interrupted step of its made, since few of these operations take a client token.
 * It is on no list of tags.
 */
export const STEP_TAG = "aws:cloudformation:step";

/** The tags that a request gives to what it makes; throws for specifications of other types. */
export function specifiedTags(specifications: readonly TagSpecification[] | undefined, kind: AnyKind): Tags {
  let tags: Tags = {};
  for (const { ResourceType, Tags: given = [] } of specifications ?? []) {
    // AWS: from memory: "'subnet' is not a valid taggable resource type for this operation."
    if (ResourceType !== kind)
      throw invalidParameterValue(`'${ResourceType ?? ""}' is not a valid taggable resource type for this operation.`);
    tags = withTags(tags, given);
  }
  return tags;
}

/** `tags` with those that are given; throws for what AWS does not take. */
export function withTags(tags: Tags, given: readonly Tag[]): Tags {
  const keys = given.map(({ Key = "" }) => Key);
  if (new Set(keys).size < keys.length)
    throw invalidParameterValue(`Duplicate tag key '${keys.find((key, at) => keys.indexOf(key) !== at)}' specified.`);
  for (const { Key = "", Value = "" } of given) {
    if (Key === "") throw invalidParameterValue("Tag key cannot be empty.");
    if (Key.length > MOST_KEY_CHARACTERS)
      throw invalidValue(Key, "tagKey", `Tag keys have at most ${MOST_KEY_CHARACTERS} characters.`);
    if (Value.length > MOST_VALUE_CHARACTERS)
      throw invalidValue(Value, "tagValue", `Tag values have at most ${MOST_VALUE_CHARACTERS} characters.`);
    requireOwnKey(Key);
  }
  const all = { ...tags, ...Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (Object.keys(all).filter((key) => !key.startsWith("aws:")).length > LIMITS.tags)
    throw limitExceeded("TagLimitExceeded", "Tags for a resource");
  return all;
}

/** `tags` without those that are named, by their key, or by key and value; without all of the owner's, if none is named. */
export function withoutTags(tags: Tags, given: readonly Tag[] | undefined): Tags {
  for (const { Key = "" } of given ?? []) requireOwnKey(Key);
  const isGone = ([key, value]: readonly [string, string]): boolean =>
    given === undefined || given.length === 0
      ? !key.startsWith("aws:")
      : given.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value));
  return Object.fromEntries(Object.entries(tags).filter((entry) => !isGone(entry)));
}

/** Tags as answers list them. */
export function tagItems(tags: Tags): Tag[] {
  return Object.entries(tags)
    .filter(([key]) => key !== STEP_TAG)
    .map(([Key, Value]) => ({ Key, Value }));
}

/** AWS: as reported by many. CloudFormation sets tags of its own. */
function requireOwnKey(key: string): void {
  if (key.toLowerCase().startsWith("aws:") && !key.startsWith("aws:cloudformation:"))
    throw ec2Error("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
}

// Tags of accounts, units, the root and policies.

import type { Tag } from "@aws-sdk/client-organizations";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { constraintViolation, invalidInput, targetNotFound } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import type { OrganizationRecord, Tags } from "./records.ts";
import { loadPart, loadTags, saveTags } from "./repo.ts";
import { isParent } from "./tree.ts";

/** Tags of a request; throws for keys that are there twice or are AWS's own. */
export function readTags(tags: readonly Tag[] = []): Tags {
  const found: Record<string, string> = {};
  for (const { Key = "", Value = "" } of tags) {
    if (Object.hasOwn(found, Key)) throw invalidInput("You provided a tag key more than once.", "DUPLICATE_TAG_KEY");
    if (/^aws:/i.test(Key) && !Key.startsWith("aws:cloudformation:"))
      throw invalidInput("You specified a tag key that is a system tag.", "INVALID_SYSTEM_TAGS_PARAMETER");
    found[Key] = Value;
  }
  if (Object.keys(found).filter((key) => !key.startsWith("aws:")).length > LIMITS.tags)
    throw constraintViolation("You have exceeded the number of tags allowed.", "MAX_TAG_LIMIT_EXCEEDED");
  return found;
}

/** Throws unless it is something of the organization that has tags. */
export function requireTaggable(tx: ReadTx, organization: OrganizationRecord, id: string): void {
  const isThere =
    isParent(tx, organization, id) ||
    loadPart(tx, organization.id, "member", id) !== undefined ||
    loadPart(tx, organization.id, "policy", id)?.isAwsManaged === false;
  if (!isThere) throw targetNotFound();
}

/** Lets `change` make new tags of the present ones. */
export function changeTags(
  tx: WriteTx,
  organization: OrganizationRecord,
  id: string,
  change: (tags: Tags) => Tags,
): void {
  requireTaggable(tx, organization, id);
  const tags = change(loadTags(tx, organization.id, id));
  if (Object.keys(tags).length > LIMITS.tags)
    throw constraintViolation("You have exceeded the number of tags allowed.", "MAX_TAG_LIMIT_EXCEEDED");
  saveTags(tx, organization.id, id, tags);
}

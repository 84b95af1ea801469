// Tags of applications and groups.

import type { Scope } from "../../service/context.ts";
import type { Tags } from "../../service/tagging.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { invalidTags, resourceNotFound } from "./errors.ts";
import { applicationArn, groupArn } from "./names.ts";
import { listGroups, loadApplication, saveApplication, saveGroup } from "./repo.ts";

// LIMIT: AWS: "Tagging deployment groups": 50 tags.
const MOST_TAGS = 50;

/** Tags as a record; throws for keys that are AWS's, and for too many. */
export function parseTags(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
  present: Tags = {},
): Record<string, string> {
  const given = Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  const isReserved = (key: string): boolean => /^aws:/i.test(key) && !key.startsWith("aws:cloudformation:");
  if (Object.keys(given).some(isReserved)) throw invalidTags("Tag keys that begin with aws: are reserved.");
  const all = { ...present, ...given };
  if (Object.keys(all).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS)
    throw invalidTags(`A resource can have ${MOST_TAGS} tags at most.`);
  return all;
}

/** Something that has tags. */
interface Tagged {
  readonly tags: Tags;
  save(tx: WriteTx, tags: Tags): void;
}

/** The resource of an ARN. */
export function requireTagged(tx: ReadTx, scope: Scope, arn: string): Tagged {
  const prefix = applicationArn(scope, "");
  const application = arn.startsWith(prefix) ? loadApplication(tx, scope, arn.slice(prefix.length)) : undefined;
  if (application !== undefined)
    return {
      tags: application.tags,
      save: (write, tags) => saveApplication(write, scope, { ...application, tags }),
    };
  const group = [...listGroups(tx, scope)].find((each) => groupArn(scope, each.applicationName, each.name) === arn);
  if (group === undefined) throw resourceNotFound(`There is no resource ${arn} that has tags.`);
  return { tags: group.tags, save: (write, tags) => saveGroup(write, scope, { ...group, tags }) };
}

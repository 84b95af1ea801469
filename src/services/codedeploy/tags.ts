// Tags of applications and groups.

import { parseArn } from "../../kernel/arns.ts";
import type { Scope } from "../../service/context.ts";
import type { Tags } from "../../service/tagging.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { requireApplication } from "./applications.ts";
import { requireConfig } from "./configs.ts";
import { arnNotSupported, groupNotFound, invalidArn, invalidTags } from "./errors.ts";
import { applicationArn, configArn, groupArn } from "./names.ts";
import { loadGroup, saveApplication, saveGroup } from "./repo.ts";

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

/** The resource of an ARN. Throws InvalidArnException, ArnNotSupportedException, and what says that the resource does not exist. */
export function requireTagged(tx: ReadTx, scope: Scope, arn: string): Tagged {
  if (parseArn(arn) === undefined) throw invalidArn(`The ARN ${arn} is not valid.`);
  const [applicationName, groupName, configName] = [
    applicationArn(scope, ""),
    groupArn(scope, "", "").slice(0, -1),
    configArn(scope, ""),
  ].map((prefix) => (arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined));
  if (applicationName !== undefined) {
    const application = requireApplication(tx, scope, applicationName);
    return {
      tags: application.tags,
      save: (write, tags) => saveApplication(write, scope, { ...application, tags }),
    };
  }
  if (configName !== undefined) requireConfig(tx, scope, configName);
  if (groupName === undefined) throw arnNotSupported(`There is no resource ${arn} that has tags.`);
  const [ofApplication = "", name = ""] = groupName.split("/");
  const group = loadGroup(tx, scope, ofApplication, name);
  if (group === undefined) throw groupNotFound(name);
  return { tags: group.tags, save: (write, tags) => saveGroup(write, scope, { ...group, tags }) };
}

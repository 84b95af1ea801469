// Tags of log groups, under their new names (by ARN) and their old ones (by name).

import { parseArn } from "../../kernel/arns.ts";
import type { Context } from "../../service/context.ts";
import { invalidParameter, resourceNotFound, tooManyTags } from "./errors.ts";
import { loadGroup, saveGroup } from "./repo.ts";

/** LIMIT: tags of one group. */
const MAX_TAGS = 50;

type Tags = Readonly<Record<string, string>>;

/** The group that an ARN names. AWS: destinations have tags too, but the yard has none. */
export function groupOfArn(arn: string): string {
  const name = /^log-group:([^:]+)(?::\*)?$/.exec(parseArn(arn)?.resource ?? "")?.[1];
  if (name === undefined) throw invalidParameter("Invalid resource ARN.");
  return name;
}

/** The group's tags. */
export function readTags(context: Context, logGroupName: string, notFound = resourceNotFound): Tags {
  const group = context.store.read((tx) => loadGroup(tx, context, logGroupName));
  if (group === undefined) throw notFound();
  return group.tags;
}

/** Replaces the group's tags by what `change` makes of them. */
export function changeTags(
  context: Context,
  logGroupName: string,
  change: (tags: Tags) => Tags,
  notFound = resourceNotFound,
): void {
  context.store.write((tx) => {
    const group = loadGroup(tx, context, logGroupName);
    if (group === undefined) throw notFound();
    const tags = change(group.tags);
    if (Object.keys(tags).length > MAX_TAGS) throw tooManyTags();
    saveGroup(tx, context, { ...group, tags });
  });
}

/** Tags without those of the given keys. */
export function withoutKeys(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

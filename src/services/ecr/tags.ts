// Tags of repositories. AWS: "Tagging a private repository in Amazon ECR".

import type { Context } from "../../service/context.ts";
import { invalidParameter, invalidTag, repositoryNotFound, tooManyTags } from "./errors.ts";
import { parseRepositoryArn } from "./names.ts";
import type { RepositoryRecord } from "./records.ts";
import { loadRepository, saveRepository } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

// LIMIT: AWS: 50 tags, keys of 128 and values of 256 characters.
const MOST_TAGS = 50;
const MOST_KEY_CHARACTERS = 128;
const MOST_VALUE_CHARACTERS = 256;

/** Tags as a record, together with those that are there; throws InvalidTagParameterException and TooManyTagsException. */
export function readTags(
  tags: readonly { readonly Key?: string; readonly Value?: string }[],
  present: Tags = {},
): Record<string, string> {
  for (const { Key = "", Value = "" } of tags) {
    if (Key === "" || Key.length > MOST_KEY_CHARACTERS)
      throw invalidTag(`A tag's key has 1 to ${MOST_KEY_CHARACTERS} characters.`);
    if (Value.length > MOST_VALUE_CHARACTERS)
      throw invalidTag(`A tag's value has at most ${MOST_VALUE_CHARACTERS} characters.`);
  }
  const all = { ...present, ...Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (Object.keys(all).filter((key) => !key.startsWith("aws:")).length > MOST_TAGS) throw tooManyTags();
  return all;
}

/** The repository that an ARN names; throws InvalidParameterException and RepositoryNotFoundException. */
export function requireTagged(context: Context, arn: string): RepositoryRecord {
  const { scope, name } = requireArn(arn);
  const repository = context.store.read((tx) => loadRepository(tx, scope, name));
  if (repository === undefined) throw repositoryNotFound(name, scope.account);
  return repository;
}

/** Keeps what `change` makes of the tags of the repository; throws as `requireTagged` does. */
export function changeTags(context: Context, arn: string, change: (tags: Tags) => Tags): void {
  const { scope, name } = requireArn(arn);
  context.store.write((tx) => {
    const repository = loadRepository(tx, scope, name);
    if (repository === undefined) throw repositoryNotFound(name, scope.account);
    saveRepository(tx, scope, { ...repository, tags: change(repository.tags) });
  });
}

function requireArn(arn: string): NonNullable<ReturnType<typeof parseRepositoryArn>> {
  const parsed = parseRepositoryArn(arn);
  if (parsed === undefined) throw invalidParameter("resourceArn", "Invalid ARN");
  return parsed;
}

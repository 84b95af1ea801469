// Tags of rules and buses.

import type { Scope } from "../../service/context.ts";
import type { Tags } from "../../service/tagging.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { requireBus } from "./buses/require.ts";
import { limitExceeded, validation } from "./errors.ts";
import { partsOfArn, ruleOfArn } from "./names.ts";
import { save, saveRule } from "./repo.ts";
import { requireRule } from "./rules/require.ts";

// LIMIT: AWS: tags of one resource.
const MOST_TAGS = 50;

/** Tags as a record. */
export function parseTags(tags: readonly { readonly Key: string; readonly Value: string }[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** The tags of what an ARN names; throws ResourceNotFoundException. */
export function tagsOf(tx: ReadTx, scope: Scope, arn: string): Tags {
  const { kind, rest } = partsOfArn(arn);
  const { busName, ruleName } = ruleOfArn(rest);
  if (kind === "rule") return requireRule(tx, scope, busName, ruleName).tags;
  if (kind === "event-bus") return requireBus(tx, scope, rest.join("/")).tags;
  throw validation(`Parameter ResourceARN is not valid. Reason: ${arn} is not a taggable resource.`);
}

/** Changes the tags of what an ARN names. */
export function updateTags(tx: WriteTx, scope: Scope, arn: string, change: (tags: Tags) => Tags): void {
  const tags = change(tagsOf(tx, scope, arn));
  if (Object.keys(tags).length > MOST_TAGS)
    throw limitExceeded("The requested resource exceeds the maximum number of tags allowed.");
  const { kind, rest } = partsOfArn(arn);
  const { busName, ruleName } = ruleOfArn(rest);
  if (kind === "rule") saveRule(tx, scope, { ...requireRule(tx, scope, busName, ruleName), tags });
  else save(tx, scope, "event-bus", { ...requireBus(tx, scope, rest.join("/")), tags });
}

// What has tags: state machines and activities, by their ARNs. AWS: recorded: versions and aliases have none of their own.

import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { isOwn, requireArn } from "./arns.ts";
import { resourceNotFound } from "./errors.ts";
import { loadActivity, loadMachine, saveActivity, saveMachine } from "./repo.ts";

type Tags = Readonly<Record<string, string>>;

/** The tags of a resource; throws where there is none. */
export function tagsOf(tx: ReadTx, scope: Scope, arn: string): Tags {
  const { kind, name } = namedBy(scope, arn);
  const found = kind === "machine" ? loadMachine(tx, scope, name) : loadActivity(tx, scope, name);
  if (found === undefined) throw resourceNotFound(arn);
  return found.tags;
}

/** Changes the tags of a resource; throws where there is none. */
export function changeTags(tx: WriteTx, scope: Scope, arn: string, change: (present: Tags) => Tags): void {
  const { kind, name } = namedBy(scope, arn);
  const tags = change(tagsOf(tx, scope, arn));
  const machine = kind === "machine" ? loadMachine(tx, scope, name) : undefined;
  const activity = kind === "activity" ? loadActivity(tx, scope, name) : undefined;
  if (machine !== undefined) saveMachine(tx, scope, { ...machine, tags });
  if (activity !== undefined) saveActivity(tx, scope, { ...activity, tags });
}

function namedBy(scope: Scope, arn: string): { readonly kind: "activity" | "machine"; readonly name: string } {
  const named = requireArn(arn, "machine", "activity", "version", "alias");
  if ((named.kind === "machine" || named.kind === "activity") && isOwn(arn, scope)) return named;
  throw resourceNotFound(arn);
}

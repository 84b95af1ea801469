// Tags of zones and health checks, which share their operations.

import type { ResourceTagSet } from "@aws-sdk/client-route-53";
import type { Scope } from "../../service/context.ts";
import { tagList } from "../../service/tagging.ts";
import type { Principal } from "../../iam/principal.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { invalidInput } from "./errors.ts";
import { requireHealthCheck } from "./health/health-checks.ts";
import { saveHealthCheck, saveZone } from "./repo.ts";
import { bareId, requireZone } from "./zones.ts";

/** AWS: "Tag restrictions" (Route 53 developer guide). */
const MOST_TAGS = 50;

interface Caller extends Pick<Scope, "account"> {
  readonly principal: Principal;
}

interface Resource {
  readonly type: "hostedzone" | "healthcheck";
  readonly id: string;
}

/** The shape in which operations give a resource's tags. */
export function tagSetOf(tx: ReadTx, caller: Caller, { type, id }: Resource): ResourceTagSet {
  const { tags } = type === "hostedzone" ? requireZone(tx, caller, id) : requireHealthCheck(tx, caller, id);
  return { ResourceType: type, ResourceId: bareId(id), Tags: tagList(tags) };
}

/** Keeps the resource with other tags. */
export function withTags(
  tx: WriteTx,
  caller: Caller,
  { type, id }: Resource,
  changes: {
    readonly added: readonly { readonly Key?: string; readonly Value?: string }[];
    readonly removed: readonly string[];
  },
): void {
  const changed = (tags: Readonly<Record<string, string>>): Record<string, string> => {
    const kept = Object.entries(tags).filter(([key]) => !changes.removed.includes(key));
    const added = changes.added.map(({ Key = "", Value = "" }) => [Key, Value] as const);
    const all = Object.fromEntries([...kept, ...added]);
    if (Object.keys(all).length > MOST_TAGS) throw invalidInput(`A resource can have no more than ${MOST_TAGS} tags.`);
    return all;
  };
  if (type === "hostedzone") {
    const zone = requireZone(tx, caller, id);
    saveZone(tx, caller, { ...zone, tags: changed(zone.tags) });
  } else {
    const check = requireHealthCheck(tx, caller, id);
    saveHealthCheck(tx, caller, { ...check, tags: changed(check.tags) });
  }
}

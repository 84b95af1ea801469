// All resources with tags of an account and region, in the order of their ARNs, whatever service they belong to.

import type { Scope } from "../../service/context.ts";
import type { TaggedResource, Tagging } from "../../service/tagging.ts";
import type { ReadTx } from "../../store/store.ts";

/** The services that take part. */
export type Taggings = () => readonly Tagging[];

/** The tagged resources for which `matches` holds, those whose ARNs come after `after`. */
export function* taggedResources(
  taggings: readonly Tagging[],
  tx: ReadTx,
  scope: Scope,
  matches: (resource: TaggedResource, tagging: Tagging) => boolean,
  after = "",
): Generator<TaggedResource> {
  for (const group of byService(taggings)) {
    // ARNs begin with their service, so services that come before the last page's end need not be asked again.
    if (`arn:aws:${group[0]?.arnService ?? ""}:\u{10FFFF}` < after) continue;
    const found: TaggedResource[] = [];
    for (const tagging of group)
      for (const resource of tagging.list(tx, scope))
        if (resource.arn > after && Object.keys(resource.tags).length > 0 && matches(resource, tagging))
          found.push(resource);
    yield* found.sort((one, other) => (one.arn < other.arn ? -1 : 1));
  }
}

/** Taggings by the service in their ARNs, which several may share, in its order. */
function byService(taggings: readonly Tagging[]): Tagging[][] {
  const groups = new Map<string, Tagging[]>();
  for (const tagging of taggings) groups.set(tagging.arnService, [...(groups.get(tagging.arnService) ?? []), tagging]);
  return [...groups.values()].sort(([one], [other]) => ((one?.arnService ?? "") < (other?.arnService ?? "") ? -1 : 1));
}

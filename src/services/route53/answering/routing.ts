// Which of several record sets of one name and type answers. AWS: "Choosing a routing policy", "How Amazon Route 53 chooses records when health
// checking is configured" (developer guide).

import type { Random } from "../../../kernel/random.ts";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { isServiceZone } from "../alias-targets.ts";
import { isHealthy } from "../health/status.ts";
import { routingOf } from "../record-sets.ts";
import type { RecordSet } from "../records.ts";
import { recordSetsAt } from "../repo.ts";

export interface RoutingContext {
  readonly owner: Pick<Scope, "account">;
  readonly zoneId: string;
  readonly random: Random;
}

/** AWS: multivalue answers have up to eight records. */
const MOST_VALUES = 8;
/** LIMIT: of aliases that lead to aliases. */
const DEEPEST = 8;

/** The sets that answer, aliases of the same zone replaced by what they lead to. */
export function route(
  tx: ReadTx,
  context: RoutingContext,
  sets: readonly RecordSet[],
  depth = 0,
): readonly RecordSet[] {
  if (depth > DEEPEST) return [];
  return choose(tx, context, sets, depth).flatMap((set) => {
    const target = set.AliasTarget;
    if (target === undefined || isServiceZone(target.HostedZoneId)) return [set];
    return route(tx, context, recordSetsAt(tx, context.owner, context.zoneId, target.DNSName, set.Type), depth + 1);
  });
}

function choose(tx: ReadTx, context: RoutingContext, sets: readonly RecordSet[], depth: number): readonly RecordSet[] {
  const [first] = sets;
  if (first === undefined) return [];
  const routing = routingOf(first);
  if (routing === undefined) return [first];
  if (routing === "Failover") return failover(tx, context, sets, depth);
  const healthy = sets.filter((set) => isAvailable(tx, context, set, depth));
  // AWS: where no record is healthy, all are taken for healthy.
  const candidates = healthy.length === 0 ? sets : healthy;
  if (routing === "Weight") return byWeight(context, candidates);
  if (routing === "Region") return byRegion(candidates);
  if (routing === "GeoLocation") return candidates.filter(({ GeoLocation }) => GeoLocation?.CountryCode === "*");
  return shuffled(context.random, candidates).slice(0, MOST_VALUES);
}

/** AWS: the primary while it is healthy, then the secondary; the primary if neither is. */
function failover(
  tx: ReadTx,
  context: RoutingContext,
  sets: readonly RecordSet[],
  depth: number,
): readonly RecordSet[] {
  const primary = sets.find(({ Failover }) => Failover === "PRIMARY");
  const secondary = sets.find(({ Failover }) => Failover === "SECONDARY");
  const chosen = [primary, secondary].find((set) => set !== undefined && isAvailable(tx, context, set, depth));
  const any = chosen ?? primary ?? secondary;
  return any === undefined ? [] : [any];
}

/**
 * By chance, in proportion to the weights. AWS: a record of weight 0 answers where all have weight 0, or where all healthy ones do ("weighted
 * records": "zero-weighted records are considered only if all nonzero ones are unhealthy").
 */
function byWeight({ random }: RoutingContext, candidates: readonly RecordSet[]): readonly RecordSet[] {
  const weighted = candidates.filter(({ Weight: weight = 0 }) => weight > 0);
  if (weighted.length === 0) return shuffled(random, candidates).slice(0, 1);
  let drawn = random.integer(weighted.reduce((sum, { Weight: weight = 0 }) => sum + weight, 0));
  return weighted.filter(({ Weight: weight = 0 }) => (drawn -= weight) < 0).slice(0, 1);
}

/** DEVIATION: AWS measures; here everybody is at Route 53's own home: us-east-1 is the nearest, then another of the continent, then the first by name. */
const HOME = "us-east-1";

function byRegion(sets: readonly RecordSet[]): readonly RecordSet[] {
  const distance = (set: RecordSet): number =>
    set.Region === HOME ? 0 : set.Region?.startsWith("us-") === true ? 1 : 2;
  const [nearest] = [...sets].sort(
    (one, other) => distance(one) - distance(other) || ((one.Region ?? "") < (other.Region ?? "") ? -1 : 1),
  );
  return nearest === undefined ? [] : [nearest];
}

function shuffled(random: Random, sets: readonly RecordSet[]): readonly RecordSet[] {
  const left = [...sets];
  const drawn: RecordSet[] = [];
  while (left.length > 0) drawn.push(...left.splice(random.integer(left.length), 1));
  return drawn;
}

/** AWS: a record is healthy if its check is, and, for an alias that evaluates its target's health, if something of the target is. */
function isAvailable(tx: ReadTx, context: RoutingContext, set: RecordSet, depth: number): boolean {
  const { HealthCheckId: checkId, AliasTarget: target, Type: type } = set;
  if (checkId !== undefined && !isHealthy(tx, context.owner, checkId)) return false;
  if (target?.EvaluateTargetHealth !== true || isServiceZone(target.HostedZoneId) || depth >= DEEPEST) return true;
  return recordSetsAt(tx, context.owner, context.zoneId, target.DNSName, type).some((each) =>
    isAvailable(tx, context, each, depth + 1),
  );
}

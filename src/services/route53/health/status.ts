// Whether a health check says "healthy", as routing asks it.

import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import type { HealthCheckRecord } from "../records.ts";
import { loadHealthCheck } from "../repo.ts";

/** LIMIT: of calculated checks above each other; AWS allows one level, so more is a circle. */
const DEEPEST = 8;

/** AWS: HealthCheckConfig: a disabled check, one without data and one that is not there any more count as healthy; Inverted turns the rest around. */
export function isHealthy(tx: ReadTx, owner: Pick<Scope, "account">, id: string, depth = 0): boolean {
  const check = loadHealthCheck(tx, owner, id);
  if (check === undefined || check.config.Disabled === true) return true;
  const found = check.config.Type === "CALCULATED" ? isEnough(tx, owner, check, depth) : isObserved(check);
  return check.config.Inverted === true ? !found : found;
}

function isObserved({ observed }: HealthCheckRecord): boolean {
  return observed.isHealthy ?? true;
}

/** AWS: HealthThreshold: more than there are children is never reached, 0 always. */
function isEnough(tx: ReadTx, owner: Pick<Scope, "account">, { config }: HealthCheckRecord, depth: number): boolean {
  const { ChildHealthChecks: children = [], HealthThreshold: threshold = children.length } = config;
  if (depth >= DEEPEST) return false;
  return children.filter((child) => isHealthy(tx, owner, child, depth + 1)).length >= threshold;
}

// Reverts drift: CloudFormation brings each stack back to what its template says, by a change set that starts from what is
// live. The environment's lock is held meanwhile, as by a release.

import type { Clock } from "../../kernel/clock.ts";
import type { OnProgress } from "../cloud/stack-views.ts";
import type { Target } from "../cloud/target.ts";
import { openSession } from "../deploy/session.ts";
import type { Environment, System } from "../system/system.ts";
import { isDrift } from "./report.ts";
import type { UnitDrift } from "./report.ts";

/** How one unit's reversion ended. */
export interface Reversion {
  readonly unit: string;
  readonly stack: string;
  readonly outcome: "reverted" | "unchanged" | "failed" | "refused";
  /** Why it failed or was refused. */
  readonly reason?: string;
}

export interface RevertOptions {
  readonly system: System;
  readonly environment: Environment;
  readonly target: Target;
  /** What a look found. */
  readonly units: readonly UnitDrift[];
  /** Take properties back, too, that the configuration leaves to something else. */
  readonly withOwned?: boolean;
  readonly breaksLock?: boolean;
  readonly onProgress?: (unit: string, ...progress: Parameters<OnProgress>) => void;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Reverts the drifted units, one after the other; a stack that fails is left as it was found. Throws ERR_RELEASE_LOCKED. */
export async function revertDrift(options: RevertOptions): Promise<readonly Reversion[]> {
  const { system, environment, target, units, signal } = options;
  const drifted = units.filter((unit) => unit.drifted.some(isDrift));
  if (drifted.length === 0) return [];
  const place = { system: system.name, environment: environment.name };
  const session = openSession({ place, target, clock: options.clock });
  const reversions: Reversion[] = [];
  try {
    await session.bucket.ensure();
    const lock = await session.lock.take({ what: "drift --revert", breaks: options.breaksLock === true, signal });
    try {
      for (const { unit, stack, drifted: resources } of drifted) {
        if (signal?.aborted === true || lock.lost.aborted) break;
        const owned = options.withOwned === true ? [] : ownedIn(resources);
        if (owned.length > 0) {
          // AWS: a drift-aware change set brings back all that has drifted; it takes no exceptions.
          const reason = `It would also take back what something else owns: ${owned.join(", ")}.`;
          reversions.push({ unit, stack, outcome: "refused", reason });
          continue;
        }
        const outcome = await session.stacks.revertDrift(stack, (...progress) =>
          options.onProgress?.(unit, ...progress),
        );
        if (outcome.kind === "failed") {
          const first = outcome.failures.find((each) => !each.isStackItself);
          const subject = first === undefined ? "" : `${first.logicalId}: `;
          reversions.push({ unit, stack, outcome: "failed", reason: `${subject}${first?.reason ?? outcome.reason}` });
        } else {
          reversions.push({ unit, stack, outcome: outcome.kind === "changed" ? "reverted" : "unchanged" });
        }
      }
    } finally {
      await lock.release();
    }
  } finally {
    session.close();
  }
  return reversions;
}

function ownedIn(resources: UnitDrift["drifted"]): readonly string[] {
  return resources.flatMap(({ logicalId, properties }) =>
    properties.filter((each) => each.ownedBy !== undefined).map((each) => `${logicalId}${each.path}`),
  );
}

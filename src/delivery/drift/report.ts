// What a look for drift found, as data. The same shape is what `stackyard drift --json` prints.

import type { SourcePosition } from "../../kernel/diagnostics.ts";

/** One property that is not what its template says. */
export interface PropertyDrift {
  /** A JSON pointer below the resource's properties: "/RedrivePolicy/maxReceiveCount". */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  /** As text; JSON for what is no scalar. */
  readonly expected: string;
  readonly actual: string;
  /** Who owns it, where the configuration says that something else does: then it is no drift. */
  readonly ownedBy?: string;
  /** The place in the template. */
  readonly position?: SourcePosition;
}

/** Who changed a resource last, by the audit trail. */
export interface Blame {
  readonly who: string;
  /** ISO time. */
  readonly at: string;
  /** Such as "SetQueueAttributes". */
  readonly event: string;
  readonly sourceIp?: string;
}

/** One resource that is not as its stack made it. */
export interface ResourceDrift {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly state: "changed" | "deleted" | "unknown";
  /** Why it could not be compared, if it is unknown. */
  readonly reason?: string;
  readonly properties: readonly PropertyDrift[];
  /** Undefined where the trail tells nothing: it reaches back 90 days, and some clouds keep none. */
  readonly changedBy?: Blame;
}

/** One unit's drift. Resources are the same, drifted, or not checked. */
export interface UnitDrift {
  readonly unit: string;
  readonly stack: string;
  /** Why the whole stack was not looked at: it is not deployed, or is changing. */
  readonly notLookedAt?: string;
  readonly same: number;
  readonly drifted: readonly ResourceDrift[];
  /** Resources of types whose live state the cloud cannot read. */
  readonly notChecked: readonly { readonly logicalId: string; readonly resourceType: string }[];
}

export interface DriftReport {
  readonly isInSync: boolean;
  readonly units: readonly UnitDrift[];
  readonly durationMs: number;
}

/** Whether a resource differs in something that nobody else owns. */
export function isDrift({ state, properties }: ResourceDrift): boolean {
  if (state === "unknown") return false;
  return state === "deleted" || properties.some((property) => property.ownedBy === undefined);
}

// Begins a release: writes down what stands and what is wanted, and says of an earlier one that died that it is over.

import type { ReleaseRecord, Standing, UnitEntry } from "../release/record.ts";
import type { OpenRelease } from "../release/release-store.ts";
import type { UnitVersion } from "../release/unit-version.ts";
import type { DeployEvent } from "./events.ts";
import type { Scene, Session } from "./session.ts";

/** What a release is about. */
export interface ReleaseOutline extends Pick<ReleaseRecord, "kind" | "by" | "from" | "to" | "because" | "plan"> {
  /** The versions that units shall have. */
  readonly wanted: readonly UnitVersion[];
  /** Further units that something is done with: they are deleted, or could not be built. */
  readonly others: readonly string[];
}

/** Begins it. The environment's lock is held. */
export async function beginRelease(
  session: Session,
  scene: Scene,
  outline: ReleaseOutline,
  emit: (event: DeployEvent) => void,
): Promise<OpenRelease> {
  const { place, target, clock, releases } = session;
  const { wanted, others, kind, ...details } = outline;
  const base = scene.current.record;
  // Whoever is found in progress has died: the lock is ours.
  if (base?.status === "in-progress") await releases.setStatus(base.number, "superseded");
  const open = await releases.begin(scene.current, {
    ...place,
    account: target.account,
    region: target.region,
    kind,
    status: "in-progress",
    startedAt: new Date(clock.nowMs()).toISOString(),
    ...(base === undefined ? {} : { base: base.number }),
    ...details,
    units: entriesOf(base, wanted, others),
    tests: [],
  });
  const { number } = open.record;
  emit({ type: "release", number, kind, ...(details.to === undefined ? {} : { to: details.to }) });
  const units = [...others, ...wanted.map(({ unit }) => unit)];
  emit({ type: "started", units, environment: place.environment });
  return open;
}

/** The units of a record that stand. */
export function standsOf(record: ReleaseRecord | undefined): Readonly<Record<string, Standing>> {
  return Object.fromEntries(
    Object.entries(record?.units ?? {}).flatMap(([unit, { stands }]) => (stands === undefined ? [] : [[unit, stands]])),
  );
}

// A unit that is gone is no part of the system's state any more.
function entriesOf(
  base: ReleaseRecord | undefined,
  wanted: readonly UnitVersion[],
  others: readonly string[],
): Readonly<Record<string, UnitEntry>> {
  const units: Record<string, UnitEntry> = {};
  for (const [unit, stands] of Object.entries(standsOf(base)))
    units[unit] = { outcome: "kept", stands, changes: [], tests: base?.units[unit]?.tests ?? [] };
  const pending = (unit: string): UnitEntry => ({ ...(units[unit] ?? { changes: [], tests: [] }), outcome: "pending" });
  for (const version of wanted) units[version.unit] = { ...pending(version.unit), wanted: version };
  for (const unit of others) units[unit] = pending(unit);
  return units;
}

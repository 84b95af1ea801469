// What it takes to bring an environment back to how an earlier release left it: the units as they stood, from the
// bucket's objects alone, and the units that did not exist then.

import type { Standing } from "../release/record.ts";
import { templateFrom, templateKeyOf } from "../release/unit-version.ts";
import type { WantedUnit } from "./apply-unit.ts";
import type { Scene, Session } from "./session.ts";

/** The units to apply, in the order of their dependencies, and those to delete. */
export interface BackOrder {
  readonly wanted: readonly WantedUnit[];
  readonly removed: readonly string[];
}

/** The order for going back to `target`; only for `units`, if they are given. */
export async function orderBackTo(
  session: Session,
  target: ReadonlyMap<string, Standing>,
  scene: Scene,
  units?: readonly string[],
): Promise<BackOrder> {
  const isMeant = (unit: string): boolean => units === undefined || units.includes(unit);
  const wanted = await Promise.all(
    inOrder([...target.values()].filter(({ version }) => isMeant(version.unit))).map((stands) =>
      wantedFrom(session, stands),
    ),
  );
  const removed = [...scene.views.keys()].filter((unit) => isMeant(unit) && !target.has(unit));
  return { wanted, removed };
}

/** A unit as it stood, its template read from the bucket. */
export async function wantedFrom(
  session: Pick<Session, "artifacts">,
  { version, bindings, stack, commit }: Standing,
): Promise<WantedUnit> {
  const text = Buffer.from(await session.artifacts.read(templateKeyOf(version))).toString("utf8");
  return { version, bindings, stack, commit, text, template: templateFrom(text, `${version.unit}/template`) };
}

/** Units in an order in which each comes after those that it depends on. */
export function inOrder<
  T extends { readonly version: { readonly unit: string; readonly dependsOn: readonly string[] } },
>(units: readonly T[]): readonly T[] {
  const byName = new Map(units.map((each) => [each.version.unit, each]));
  const order: T[] = [];
  const entered = new Set<string>();
  function enter(unit: string): void {
    const found = byName.get(unit);
    if (found === undefined || entered.has(unit)) return;
    entered.add(unit);
    for (const dependency of found.version.dependsOn) enter(dependency);
    order.push(found);
  }
  for (const unit of byName.keys()) enter(unit);
  return order;
}

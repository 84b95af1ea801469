// Units that live in another environment are borrowed: what own units would read from a borrowed one is read from its
// stack there, and stands in the deployment as a value. Pure.

import type { ParameterValue } from "../system/define-system.ts";
import { requireEnvironment, stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { objectAt } from "../system/template.ts";
import type { EnvironmentRecord } from "./record.ts";

/** Outputs of borrowed units' stacks, by the unit's name. */
export type LentOutputs = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** A system in which only a preview's own units are left; all others are borrowed from where it was made from. */
export function previewOf(system: System, record: EnvironmentRecord): System {
  const own = new Set(record.units);
  const lender = requireEnvironment(system, record.from);
  const others = system.units.filter((unit) => !own.has(unit.name));
  return {
    ...system,
    units: system.units.filter((unit) => own.has(unit.name)),
    borrowed: [...(system.borrowed ?? []), ...others.map((unit) => ({ unit, environment: lender }))],
  };
}

/** The system with what its units read from borrowed ones filled in. */
export function fillBorrowed(
  system: System,
  place: Environment,
  lent: LentOutputs,
): { system: System; environment: Environment } {
  const lenders = new Map(system.borrowed?.map(({ unit, environment }) => [unit.name, environment]));
  const fill = (value: ParameterValue): ParameterValue => {
    if (typeof value !== "object" || !("unit" in value)) return value;
    const lender = lenders.get(value.unit);
    if (lender === undefined) return value;
    if (value.kind === "stackName") return stackNameOf(system, lender.name, value.unit);
    // An output that the lender does not have stays a reference, which the deployment then reports in its own words.
    return lent.get(value.unit)?.[value.output] ?? value;
  };
  const fillAll = (values: Readonly<Record<string, ParameterValue>>): Record<string, ParameterValue> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));

  const units = system.units.map((unit): Unit => ({
    ...unit,
    parameters: fillAll(unit.parameters),
    dependsOn: unit.dependsOn.filter((each) => !lenders.has(each)),
  }));
  const perUnit = Object.entries(place.units ?? {}).flatMap(([name, settings]) =>
    settings === undefined || lenders.has(name)
      ? []
      : [[name, { ...settings, parameters: fillAll(settings.parameters ?? {}) }]],
  );
  // What only borrowed units declare would be reported as of no use.
  const declared = new Set(units.flatMap((unit) => Object.keys(objectAt(unit.template.body, "Parameters"))));
  const shared = Object.entries(place.parameters ?? {}).filter(([name]) => declared.has(name));
  const environment: Environment = {
    ...place,
    parameters: fillAll(Object.fromEntries(shared)),
    units: Object.fromEntries(perUnit),
  };
  return { system: { ...system, units }, environment };
}

// What units want of units that live in another environment, and cannot have. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { EvaluatedSystem } from "../graph/evaluated-system.ts";
import { boundValuesOf, pathOfParameter } from "../system/parameters.ts";
import { placeInConfig } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";

/**
 * Reports outputs of borrowed units that nobody has filled in, because the unit is not deployed where it lives; and values that are read by
 * means which do not reach another account or region.
 */
export function checkBorrowed(
  system: System,
  environment: Environment,
  evaluated: EvaluatedSystem,
): readonly Diagnostic[] {
  const homes = new Map((system.borrowed ?? []).map((each) => [each.unit.name, each.environment]));
  if (homes.size === 0) return [];
  return system.units.flatMap((unit) => {
    const unfilled = Object.entries(boundValuesOf(environment, unit)).flatMap(([name, value]): Diagnostic[] => {
      if (typeof value !== "object" || !("kind" in value) || value.kind !== "output") return [];
      const home = homes.get(value.unit);
      if (home === undefined) return [];
      return [
        {
          severity: "error",
          code: "BORROWED_WITHOUT_OUTPUT",
          summary: "A parameter is bound to an output of another environment, whose stack does not have it.",
          detail: `Parameter "${name}" of unit "${unit.name}" is bound to output "${value.output}" of unit "${value.unit}", which lives in environment "${home.name}". Deploy it there first: stackyard deploy --env ${home.name}`,
          ...placeInConfig(system, pathOfParameter(environment, unit, name)),
        },
      ];
    });
    const outOfReach = (evaluated.units.get(unit.name)?.uses ?? []).flatMap(({ reason, to, path }): Diagnostic[] => {
      const home = homes.get(to);
      if (home === undefined || reason.kind === "parameter" || isSamePlace(system, home, environment)) return [];
      const position = unit.template.positionOf(path);
      return [
        {
          severity: "error",
          code: "BORROWED_OUT_OF_REACH",
          summary: "A template reads a value that is in another account or region.",
          detail: `Unit "${unit.name}" reads a value of unit "${to}" (${reason.kind}), which lives in environment "${home.name}", in another account or region. Declare a parameter, and bind it to output("${to}", ...) in stackyard.config.ts.`,
          ...(position === undefined ? {} : { position }),
        },
      ];
    });
    return [...unfilled, ...outOfReach];
  });
}

function isSamePlace({ name }: System, one: Environment, other: Environment): boolean {
  const accountOf = ({ account, target, name: environment }: Environment): string | undefined =>
    account ?? (target === "local" ? `${name}-${environment}` : undefined);
  return one.target === other.target && accountOf(one) === accountOf(other) && one.region === other.region;
}

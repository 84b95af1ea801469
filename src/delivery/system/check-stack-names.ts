// Stacks that would be one: two units, or one unit of two environments, under one name in one account and region. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { listOf } from "./environments.ts";
import { livesIn, placeInConfig, stackNameOf } from "./system.ts";
import type { Environment, System } from "./system.ts";

/** Reports stacks that would overwrite each other. */
export function checkStackNames(system: System): readonly Diagnostic[] {
  const claims = new Map<
    string,
    { readonly name: string; readonly by: { environment: Environment; unit: string }[] }
  >();
  for (const environment of system.environments) {
    for (const unit of system.units) {
      if (!livesIn(system, environment, unit)) continue;
      const name = stackNameOf(system, environment.name, unit.name);
      const key = JSON.stringify([accountKey(system, environment), environment.region ?? "", name]);
      const claim = claims.get(key) ?? { name, by: [] };
      claim.by.push({ environment, unit: unit.name });
      claims.set(key, claim);
    }
  }
  return [...claims.values()].flatMap(({ name, by }): readonly Diagnostic[] => {
    const [, second] = by;
    if (second === undefined) return [];
    const who = listOf(by.map(({ environment, unit }) => `${unit} in ${environment.name}`));
    return [
      {
        severity: "error",
        code: "CONFIG_STACK_TWICE",
        summary: "Two stacks would have one name in one account and region.",
        detail: `"${name}" would be the stack of ${who}. Put {environment} and {unit} into "stackName", or give the environments accounts or regions of their own.`,
        ...placeInConfig(system, pathOfName(system, second.environment, second.unit)),
      },
    ];
  });
}

// LIMIT: of environments on AWS that do not name their account, those with the same credentials are taken for one.
function accountKey({ name }: System, environment: Environment): readonly unknown[] {
  if (environment.target === "local") return ["local", environment.account ?? `${name}-${environment.name}`];
  const { account, profile, role } = environment;
  return account === undefined ? ["aws", profile, role] : ["aws", account];
}

// The pattern that decides, as stackNameOf takes it.
function pathOfName(system: System, environment: Environment, unit: string): readonly string[] {
  const path = ["environments", environment.name];
  if (environment.units?.[unit]?.stackName !== undefined) return [...path, "units", unit, "stackName"];
  if (system.units.find((each) => each.name === unit)?.stackName !== undefined) return ["units", unit, "stackName"];
  return environment.stackName === undefined ? ["stackName"] : [...path, "stackName"];
}

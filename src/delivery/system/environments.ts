// Environments with all that they inherit: `extends` resolved, circles and unknown names reported. Pure.

import type { EnvironmentConfig, ExternalConfig, ParameterValue } from "./define-system.ts";
import type { Environment } from "./system.ts";

/** What is wrong with a value of the configuration, and where it stands there. */
export type ReportProblem = (path: readonly string[], detail: string) => void;

/** The environments that can be deployed to, in the configuration's order. */
export function resolveEnvironments(
  configs: Readonly<Record<string, EnvironmentConfig>>,
  externals: Readonly<Record<string, ExternalConfig>>,
  report: ReportProblem,
): readonly Environment[] {
  const resolved = new Map<string, EnvironmentConfig>();

  function resolve(name: string, open: readonly string[]): EnvironmentConfig {
    const known = resolved.get(name);
    if (known !== undefined) return known;
    const own = configs[name] ?? {};
    const from = own.extends;
    let result = own;
    if (from !== undefined && !Object.hasOwn(configs, from)) {
      report(
        ["environments", name, "extends"],
        `Environment "${name}" extends "${from}", which does not exist. There is ${listOf(Object.keys(configs))}.`,
      );
    } else if (from !== undefined && [...open, name].includes(from)) {
      const circle = [...open, name].slice([...open, name].indexOf(from));
      report(
        ["environments", name, "extends"],
        `Environments extend each other in a circle: ${[...circle, from].map((each) => `"${each}"`).join(" extends ")}. Remove one "extends".`,
      );
    } else if (from !== undefined) {
      result = inherit(resolve(from, [...open, name]), own);
    }
    resolved.set(name, result);
    return result;
  }

  return Object.keys(configs)
    .map((name): Environment & { isAbstract?: boolean } => {
      const { extends: _, ...environment } = resolve(name, []);
      const parameters = { ...parametersOf(environment, externals), ...environment.parameters };
      return { ...environment, name, target: environment.target ?? "local", parameters };
    })
    .filter((each) => each.isAbstract !== true);
}

// To a template an external service is a parameter like any other.
function parametersOf(
  environment: EnvironmentConfig,
  externals: Readonly<Record<string, ExternalConfig>>,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(
    Object.entries(externals).flatMap(([name, { parameter }]): readonly (readonly [string, ParameterValue])[] => {
      const binding = environment.externals?.[name];
      if (binding === undefined) return [];
      if ("value" in binding) return [[parameter, binding.value]];
      return [[parameter, { kind: "output", unit: binding.stub, output: binding.output }]];
    }),
  );
}

/** The environment that a value comes from, the nearest first: its own, then those that it extends. */
export function originsOf(configs: Readonly<Record<string, EnvironmentConfig>>, name: string): readonly string[] {
  const origins: string[] = [];
  for (
    let each: string | undefined = name;
    each !== undefined && !origins.includes(each);
    each = configs[each]?.extends
  )
    origins.push(each);
  return origins;
}

function inherit(base: EnvironmentConfig, own: EnvironmentConfig): EnvironmentConfig {
  // What an environment says about itself alone.
  const { extends: _extends, isAbstract: _isAbstract, promotesFrom: _promotesFrom, ...inherited } = base;
  const units = mergeEach(base.units, own.units, (below, above) => ({
    ...below,
    ...above,
    ...merged("parameters", below.parameters, above.parameters),
  }));
  return {
    ...inherited,
    ...own,
    ...merged("parameters", base.parameters, own.parameters),
    ...merged("externals", base.externals, own.externals),
    ...merged("context", base.context, own.context),
    ...(units === undefined ? {} : { units }),
  };
}

function merged<Name extends string, Value extends object>(
  name: Name,
  below: Value | undefined,
  above: Value | undefined,
): { readonly [key in Name]?: Value } {
  if (below === undefined || above === undefined) {
    const only = below ?? above;
    return only === undefined ? {} : ({ [name]: only } as { readonly [key in Name]?: Value });
  }
  return { [name]: { ...below, ...above } } as { readonly [key in Name]?: Value };
}

function mergeEach<Value extends object>(
  below: Readonly<Partial<Record<string, Value>>> | undefined,
  above: Readonly<Partial<Record<string, Value>>> | undefined,
  merge: (below: Value, above: Value) => Value,
): Readonly<Partial<Record<string, Value>>> | undefined {
  if (below === undefined || above === undefined) return below ?? above;
  const result: Partial<Record<string, Value>> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const other = below[name];
    if (value !== undefined) result[name] = other === undefined ? value : merge(other, value);
  }
  return result;
}

/** Names for a sentence: "a", "b". */
export function listOf(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", ");
}

// Which value each parameter of a unit's template gets: from the configuration, or from the outputs of other units. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { EnvironmentNameReference, OutputReference, ParameterValue } from "./define-system.ts";
import { placeInConfig } from "./system.ts";
import type { Environment, System, Unit } from "./system.ts";
import { isTemplateObject, objectAt } from "./template.ts";

/** A value in one environment, whose name stands where it was asked for. */
export type BoundValue = Exclude<ParameterValue, EnvironmentNameReference>;

/** The configured values for the parameters which the unit's template declares or the unit is given by name. */
export function boundValuesOf(environment: Environment, unit: Unit): Readonly<Record<string, BoundValue>> {
  const declared = objectAt(unit.template.body, "Parameters");
  const shared = Object.entries(environment.parameters ?? {}).filter(
    ([name, value]) => Object.hasOwn(declared, name) && !isOwnOutput(unit, value),
  );
  const defaults = Object.entries(declared).flatMap(([name, declaration]): [string, ParameterValue][] => {
    const value = isTemplateObject(declaration) ? declaration["Default"] : undefined;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [];
  });
  const values: Readonly<Record<string, ParameterValue>> = {
    ...Object.fromEntries(defaults),
    ...unit.parameters,
    ...Object.fromEntries(shared),
    ...environment.units?.[unit.name]?.parameters,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, BoundValue] => [
      name,
      isEnvironmentName(value) ? environment.name : value,
    ]),
  );
}

function isEnvironmentName(value: ParameterValue): value is EnvironmentNameReference {
  return typeof value === "object" && "kind" in value && value.kind === "environmentName";
}

// A stub whose template declares the very parameter that tells others where it is.
function isOwnOutput(unit: Unit, value: ParameterValue): boolean {
  return typeof value === "object" && "kind" in value && value.kind === "output" && value.unit === unit.name;
}

/** A value as CloudFormation takes it; `stackOf` and `outputOf` answer for references to other units. */
export function parameterText(
  value: BoundValue,
  stackOf: (unit: string) => string,
  outputOf: (reference: OutputReference) => string,
): string {
  if (typeof value !== "object") return String(value);
  if (!("kind" in value)) return value.join(",");
  return value.kind === "stackName" ? stackOf(value.unit) : outputOf(value);
}

/** Reports parameters without a value, values without a parameter, and environment parameters that nobody declares. */
export function checkParameters(system: System, environment: Environment): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const unit of system.units) {
    const declared = objectAt(unit.template.body, "Parameters");
    const bound = boundValuesOf(environment, unit);
    for (const [name, declaration] of Object.entries(declared)) {
      if (Object.hasOwn(bound, name) || Object.hasOwn(objectAt(declaration), "Default")) continue;
      const position = unit.template.positionOf(["Parameters", name]);
      diagnostics.push({
        severity: "error",
        code: "PARAMETER_WITHOUT_VALUE",
        summary: "A parameter has neither a value nor a default.",
        detail: `Unit "${unit.name}" needs parameter "${name}" in environment "${environment.name}". Give it below "parameters" of the unit or of the environment in stackyard.config.ts, or give it a Default in the template.`,
        ...(position === undefined ? {} : { position }),
      });
    }
    for (const name of Object.keys(bound)) {
      if (Object.hasOwn(declared, name)) continue;
      diagnostics.push({
        severity: "error",
        code: "PARAMETER_UNKNOWN",
        summary: "A value is given for a parameter that the template does not declare.",
        detail: `Unit "${unit.name}" is given "${name}", but ${unit.template.file} declares ${Object.keys(declared).join(", ") || "no parameters"}. Remove the value or declare the parameter.`,
        ...placeInConfig(system, pathOfParameter(environment, unit, name)),
      });
    }
  }
  for (const name of Object.keys(environment.parameters ?? {})) {
    if (system.units.some((unit) => Object.hasOwn(objectAt(unit.template.body, "Parameters"), name))) continue;
    diagnostics.push({
      severity: "warning",
      code: "PARAMETER_UNUSED",
      summary: "No unit declares a parameter of the environment.",
      detail: `Environment "${environment.name}" has parameter "${name}". Remove it, or declare it in a template.`,
      ...placeInConfig(system, ["environments", environment.name, "parameters", name]),
    });
  }
  return diagnostics;
}

/** Where the configuration gives a unit's parameter its value. */
export function pathOfParameter(environment: Environment, unit: Unit, name: string): readonly string[] {
  const ofUnitThere = environment.units?.[unit.name]?.parameters;
  if (ofUnitThere !== undefined && Object.hasOwn(ofUnitThere, name))
    return ["environments", environment.name, "units", unit.name, "parameters", name];
  const isOfEnvironment = Object.hasOwn(environment.parameters ?? {}, name);
  return isOfEnvironment
    ? ["environments", environment.name, "parameters", name]
    : ["units", unit.name, "parameters", name];
}

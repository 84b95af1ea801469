// A stack set's template and its parameters, checked as far as they can be before there is a stack.

import type { Parameter, PermissionModels } from "@aws-sdk/client-cloudformation";
import { missingCapabilities, requireValid } from "../engine/prepare.ts";
import type { TemplateText } from "../engine/template-source.ts";
import { insufficientCapabilities, validationError } from "../errors.ts";
import { checkParameter, chooseParameters, type ParameterTexts } from "../template/parameters.ts";
import { loadTemplate, type Template } from "../template/template.ts";
import type { FindResourceType } from "../template/validate.ts";
import { memberOf, setMember } from "../template/values.ts";
import { readWritten } from "../transforms/process.ts";
import type { OverridesRecord } from "./records.ts";

const AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";
/** AWS: "Considerations when working with StackSets": not in stack sets with service-managed permissions. */
const UNMANAGEABLE = new Set(["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"]);

/** Throws all that is wrong with a template and with what acknowledges it; gives the parameters' values. */
export function checkTemplate(options: {
  readonly source: TemplateText;
  readonly findType: FindResourceType;
  readonly permissionModel: PermissionModels;
  readonly parameters: readonly Parameter[];
  readonly previous: ParameterTexts;
  readonly capabilities: readonly string[];
}): ParameterTexts {
  const { source, findType, permissionModel, parameters, previous, capabilities } = options;
  const { original, positions, hasTransforms } = readWritten(source);
  if (permissionModel === "SERVICE_MANAGED") {
    // AWS: this sentence, as clients show it.
    if (hasTransforms) throw validationError("Transform is not supported in SERVICE_MANAGED permission model");
    for (const { typeName } of original.resources.values())
      if (UNMANAGEABLE.has(typeName))
        throw validationError(
          `${typeName.split("::")[2] ?? ""} resource is not supported in SERVICE_MANAGED permission model`,
        );
  }
  const { texts, problems } = chooseParameters(
    original,
    parameters.map((one) => ({
      name: one.ParameterKey ?? "",
      value: one.ParameterValue,
      usePreviousValue: one.UsePreviousValue === true,
    })),
    previous,
  );
  if (problems.length > 0) throw validationError(problems.join("\n"));
  // What transforms make of a template shows in each account only.
  if (hasTransforms) {
    if (!capabilities.includes(AUTO_EXPAND)) throw insufficientCapabilities([AUTO_EXPAND]);
    return texts;
  }
  requireValid({ original, processed: original, positions }, findType);
  const missing = missingCapabilities(original, capabilities);
  if (missing.length > 0) throw insufficientCapabilities(missing);
  return texts;
}

/** A stack set's template, which was checked when it was taken. */
export function templateOfText(text: string): Template {
  return loadTemplate(text).template;
}

/**
 * The values with which an instance differs from its stack set. AWS: "CreateStackInstances", ParameterOverrides: values that are given override,
 * UsePreviousValue keeps what overrides already, and what is not in the list is the stack set's again.
 */
export function readOverrides(template: Template, given: readonly Parameter[]): OverridesRecord {
  const values: Record<string, string> = {};
  const kept: string[] = [];
  for (const { ParameterKey: name = "", ParameterValue: value, UsePreviousValue } of given) {
    const declaration = template.parameters.get(name);
    if (declaration === undefined) throw validationError(`Parameters: [${name}] do not exist in the template`);
    if (UsePreviousValue === true) {
      if (value !== undefined)
        throw validationError(
          `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
        );
      kept.push(name);
      continue;
    }
    if (value === undefined) throw validationError(`Parameters: [${name}] must have values`);
    const problem = checkParameter(declaration, value);
    if (problem !== undefined) throw validationError(problem);
    setMember(values, name, value);
  }
  return { values, kept };
}

/** An instance's overrides after a request. */
export function overridesAfter(before: ParameterTexts, { values, kept }: OverridesRecord): ParameterTexts {
  const result: Record<string, string> = {};
  for (const name of kept) {
    const value = memberOf(before, name);
    if (value !== undefined) setMember(result, name, value);
  }
  for (const [name, value] of Object.entries(values)) setMember(result, name, value);
  return result;
}

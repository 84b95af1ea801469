// AWS::LanguageExtensions: loops, and functions in deletion policies. Fn::Length, Fn::ToJsonString and the default of Fn::FindInMap,
// which the transform brings too, are evaluated like all functions, once their values are known.

import type { EvaluationScope } from "../template/evaluate.ts";
import { evaluate } from "../template/evaluate.ts";
import { isListType } from "../template/parameters.ts";
import { isRecord, memberOf } from "../template/values.ts";
import { expandLoops } from "./for-each.ts";
import { requireLayouts } from "./layouts.ts";
import type { CopiedPlaces } from "./places.ts";

/** The transform's name in a template. */
export const LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions";

/** Applies the transform. `scopeOf` gives what names mean in a template, as far as that is known before there is a stack. */
export function extendLanguage(
  body: Readonly<Record<string, unknown>>,
  scopeOf: (body: Readonly<Record<string, unknown>>, options: { readonly hasConditions: boolean }) => EvaluationScope,
  places: CopiedPlaces,
): Record<string, unknown> {
  // Loops may make conditions: until they have, there are none.
  const expanded = expandLoops(body, scopeOf(body, { hasConditions: false }), places);
  const declared = isRecord(body["Parameters"]) ? body["Parameters"] : {};
  const isText = (name: string): boolean => {
    const parameter = memberOf(declared, name);
    return isRecord(parameter) && !isListType(String(parameter["Type"]));
  };
  for (const section of ["Conditions", "Resources", "Outputs"]) requireLayouts(expanded[section], isText);
  const resources = expanded["Resources"];
  if (!isRecord(resources) || !Object.values(resources).some((resource) => hasComputedPolicy(resource)))
    return expanded;
  const scope = scopeOf(expanded, { hasConditions: true });
  expanded["Resources"] = Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) => [logicalId, withPolicies(resource, scope, places)]),
  );
  return expanded;
}

const POLICIES = ["DeletionPolicy", "UpdateReplacePolicy"];

function hasComputedPolicy(resource: unknown): resource is Record<string, unknown> {
  return isRecord(resource) && POLICIES.some((name) => isRecord(resource[name]));
}

function withPolicies(resource: unknown, scope: EvaluationScope, places: CopiedPlaces): unknown {
  if (!hasComputedPolicy(resource)) return resource;
  const policies = POLICIES.filter((name) => isRecord(resource[name])).map((name) => [
    name,
    evaluate(resource[name], scope),
  ]);
  return places.copied({ ...resource, ...Object.fromEntries(policies) }, resource);
}

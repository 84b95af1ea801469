// What a template declares, as ValidateTemplate and GetTemplateSummary tell it.

import type { Capability, ParameterDeclaration, ResourceIdentifierSummary } from "@aws-sdk/client-cloudformation";
import type { FindResourceType } from "../template/validate.ts";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import { isCustomType } from "./custom-resource.ts";
import { importIdentifiers } from "./plan-imports.ts";
import { requiredCapabilities } from "./prepare.ts";
import type { ProcessedTemplate } from "../transforms/process.ts";

export interface TemplateDescription {
  readonly Parameters: ParameterDeclaration[];
  readonly Description: string | undefined;
  readonly Capabilities: Capability[];
  readonly CapabilitiesReason: string | undefined;
  readonly DeclaredTransforms: string[];
  readonly ResourceTypes: string[];
  readonly Version: string | undefined;
  readonly Metadata: string | undefined;
}

/** Describes a template that has been processed. */
export function describeTemplate({ original, processed }: ProcessedTemplate): TemplateDescription {
  const { capability, typeNames } = requiredCapabilities(processed);
  const hasTransforms = original.transforms.length > 0;
  const version = original.body["AWSTemplateFormatVersion"];
  return {
    Parameters: [...original.parameters.values()].map((parameter) => ({
      ParameterKey: parameter.name,
      DefaultValue: parameter.default,
      ParameterType: parameter.type,
      NoEcho: parameter.isNoEcho,
      Description: parameter.description,
      ...(parameter.allowedValues === undefined
        ? {}
        : { ParameterConstraints: { AllowedValues: [...parameter.allowedValues] } }),
    })),
    Description: original.description,
    Capabilities: [
      ...(capability === undefined ? [] : [capability]),
      ...(hasTransforms ? ["CAPABILITY_AUTO_EXPAND" as const] : []),
    ],
    // AWS: this sentence.
    CapabilitiesReason:
      capability === undefined
        ? undefined
        : `The following resource(s) require capabilities: [${typeNames.join(", ")}]`,
    DeclaredTransforms: [...original.transforms],
    ResourceTypes: [...new Set([...processed.resources.values()].map(({ typeName }) => typeName))].sort(),
    Version: typeof version === "string" ? version : undefined,
    Metadata: original.metadata === undefined ? undefined : JSON.stringify(original.metadata),
  };
}

/** How the template's resources can be identified in an import, type by type, in the types' order. */
export function resourceIdentifiers(
  { processed }: ProcessedTemplate,
  findType: FindResourceType,
): ResourceIdentifierSummary[] {
  const logicalIds = new Map<string, string[]>();
  for (const { logicalId, typeName } of processed.resources.values()) {
    logicalIds.set(typeName, [...(logicalIds.get(typeName) ?? []), logicalId]);
  }
  return [...logicalIds]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([ResourceType, LogicalResourceIds]) => ({
      ResourceType,
      LogicalResourceIds,
      ResourceIdentifiers: [...importIdentifiers(ResourceType, findType(ResourceType))],
    }))
    .filter((summary) => summary.ResourceIdentifiers.length > 0);
}

/** The template's resource types that AWS does not have. */
export function unrecognizedTypes({ processed }: ProcessedTemplate): string[] {
  const typeNames = new Set([...processed.resources.values()].map(({ typeName }) => typeName));
  return [...typeNames]
    .filter((typeName) => typeName.startsWith("AWS::") && typeName !== "AWS::CDK::Metadata" && !isCustomType(typeName))
    .filter((typeName) => loadResourceSchema(typeName) === undefined)
    .sort();
}

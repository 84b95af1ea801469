// What a template declares, as ValidateTemplate and GetTemplateSummary tell it.

import type { Capability, ParameterDeclaration } from "@aws-sdk/client-cloudformation";
import { requiredCapabilities } from "./prepare.ts";
import type { ProcessedTemplate } from "./prepare.ts";

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

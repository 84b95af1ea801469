// What a parameter may hold, and how it is shown. Pure.

import type { Parameter, ParameterHistory, ParameterInlinePolicy, ParameterMetadata } from "@aws-sdk/client-ssm";
import { boundedPattern, PatternTooSlowError } from "../../kernel/bounded-pattern.ts";
import type { Scope } from "../../service/context.ts";
import { invalidAllowedPattern, patternMismatch, patternTooSlow, validation } from "./errors.ts";
import { labelsOf } from "./labels.ts";
import { parameterArn } from "./name.ts";
import type { ParameterRecord, ParameterVersionRecord, Tier } from "./records.ts";

// LIMIT: AWS: "Managing parameter tiers": bytes of a value.
const STANDARD_BYTES = 4_096;
const ADVANCED_BYTES = 8_192;
const TIERS_PAGE =
  "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html";

/** The tier that the value gets; throws if it is too long for the tier that was asked for. */
export function chooseTier(
  { value, hasPolicies }: { readonly value: string; readonly hasPolicies: boolean },
  {
    asked,
    current,
    byDefault,
  }: { readonly asked: Tier | undefined; readonly current: Tier | undefined; readonly byDefault: Tier },
): Tier {
  const bytes = Buffer.byteLength(value);
  // AWS: an advanced parameter cannot become a standard one again.
  if (current === "Advanced" && asked === "Standard")
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  const wanted = current === "Advanced" ? "Advanced" : (asked ?? byDefault);
  const needsAdvanced = bytes > STANDARD_BYTES || hasPolicies;
  const tier = wanted === "Intelligent-Tiering" ? (needsAdvanced ? "Advanced" : "Standard") : wanted;
  // AWS: "Parameter policies are available for parameters that use the advanced parameters tier."
  if (tier === "Standard" && hasPolicies)
    throw validation("Parameter policies are only supported for parameters in the advanced-parameter tier.");
  if (tier === "Standard" && bytes > STANDARD_BYTES)
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see ${TIERS_PAGE}`,
    );
  if (bytes > ADVANCED_BYTES)
    throw validation(
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED_BYTES} characters. To create a larger parameter value, use a different service.`,
    );
  return tier;
}

/** Throws unless the value may be kept under this pattern. */
export function requireValue(value: string, allowedPattern: string | undefined): void {
  if (/\{\{.*\}\}/s.test(value))
    throw validation('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  if (allowedPattern === undefined || allowedPattern === "") return;
  let matches: (value: string) => boolean;
  try {
    // AWS: the whole value must match.
    matches = boundedPattern(`^(?:${allowedPattern})$`);
  } catch {
    throw invalidAllowedPattern();
  }
  let isAllowed: boolean;
  try {
    isAllowed = matches(value);
  } catch (error) {
    if (error instanceof PatternTooSlowError) throw patternTooSlow(allowedPattern);
    throw error;
  }
  if (!isAllowed) throw patternMismatch(allowedPattern);
}

/** As GetParameter shows it. */
export function describeValue(scope: Scope, record: ParameterVersionRecord, selector?: string): Parameter {
  return {
    Name: record.name,
    Type: record.type,
    Value: record.value,
    Version: record.version,
    LastModifiedDate: new Date(record.modifiedAtMs),
    ARN: parameterArn(scope, record.name),
    DataType: record.dataType,
    ...(selector === undefined ? {} : { Selector: selector }),
  };
}

/** As DescribeParameters shows it: without the value. */
export function describeMetadata(scope: Scope, record: ParameterRecord): ParameterMetadata {
  return {
    Name: record.name,
    ARN: parameterArn(scope, record.name),
    ...describeVersion(record),
    Policies: describePolicies(record),
  };
}

/** As GetParameterHistory shows it. */
export function describeHistory(record: ParameterVersionRecord, latest: ParameterRecord): ParameterHistory {
  return {
    Name: record.name,
    Value: record.value,
    Labels: labelsOf(latest.labels, record.version),
    ...describeVersion(record),
    Policies: record.version === latest.version ? describePolicies(latest) : [],
  };
}

function describePolicies({ policies = [] }: ParameterRecord): ParameterInlinePolicy[] {
  return policies.map(({ type, text, status }) => ({ PolicyText: text, PolicyType: type, PolicyStatus: status }));
}

function describeVersion(record: ParameterVersionRecord) {
  const { description, allowedPattern, keyId } = record;
  return {
    Type: record.type,
    LastModifiedDate: new Date(record.modifiedAtMs),
    LastModifiedUser: record.modifiedBy,
    Version: record.version,
    Tier: record.tier,
    ...(keyId === undefined ? {} : { KeyId: keyId }),
    DataType: record.dataType,
    ...(description === undefined ? {} : { Description: description }),
    ...(allowedPattern === undefined ? {} : { AllowedPattern: allowedPattern }),
  };
}

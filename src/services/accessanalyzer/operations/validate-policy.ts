// ValidatePolicy: what is wrong with a policy, what is risky, and what could be said better.

import type { ValidatePolicyCommandInput, ValidatePolicyCommandOutput } from "@aws-sdk/client-accessanalyzer";
import { validatePolicy as validate, type Finding } from "../../../iam/validation/validate.ts";
import type { Input } from "../../../service/apis.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { defineOperation } from "../../../service/service.ts";
import { validation } from "../errors.ts";
import { MOST_CHARACTERS } from "../policy-checks.ts";

const DEFAULT_RESULTS = 100;

export const validatePolicy = defineOperation<Input<ValidatePolicyCommandInput>, ValidatePolicyCommandOutput>(
  "ValidatePolicy",
  ({
    policyDocument,
    policyType,
    validatePolicyResourceType: resourceType,
    maxResults = DEFAULT_RESULTS,
    nextToken,
  }) => {
    // AWS: "Specify a value for the policy validation resource type only if the policy type is RESOURCE_POLICY."
    if (resourceType !== undefined && policyType !== "RESOURCE_POLICY") {
      throw validation(
        "validatePolicyResourceType can only be specified if the policy type is RESOURCE_POLICY.",
        "other",
      );
    }
    if (policyDocument.length > MOST_CHARACTERS) throw validation("The policy document is too large to be analyzed.");
    if (maxResults < 1) throw validation("maxResults must be greater than or equal to 1.");
    const after = parsePageToken(nextToken, () => validation("The nextToken is not valid."));
    const findings = [...validate(policyDocument, policyType, resourceType).entries()].slice(
      after === undefined ? 0 : Number(after) + 1,
    );
    const { items, next } = takePage<[number, Finding]>(findings, maxResults, ([index]) => String(index));
    return {
      findings: items.map(([, { locations, ...finding }]) => ({
        ...finding,
        locations: locations.map(({ path, span }) => ({ path, span })),
      })),
      ...(next.NextToken === undefined ? {} : { nextToken: next.NextToken }),
    };
  },
);

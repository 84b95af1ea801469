// What a role mapping has to say. Pure. AWS: RoleMapping.

import type { RoleMapping } from "@aws-sdk/client-cognito-identity";
import { invalidParameter } from "./errors.ts";

// LIMIT: AWS: "Using rules to assign roles to users": 25 rules of one provider.
const MOST_RULES = 25;

/** Throws for a mapping that could not decide. */
export function requireMapping({ Type, AmbiguousRoleResolution, RulesConfiguration }: RoleMapping): void {
  // AWS: "If you specify Token or Rules as the Type, AmbiguousRoleResolution is required."
  if (AmbiguousRoleResolution === undefined)
    throw invalidParameter(`AmbiguousRoleResolution is required for the role mapping type ${Type}.`);
  const rules = RulesConfiguration?.Rules;
  // AWS: "If you specify Rules as the role mapping type, RulesConfiguration is required."
  if (Type === "Rules" && rules === undefined)
    throw invalidParameter("RulesConfiguration is required for the role mapping type Rules.");
  if ((rules?.length ?? 0) > MOST_RULES) throw invalidParameter(`A role mapping can have at most ${MOST_RULES} rules.`);
}

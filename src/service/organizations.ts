// What organizations add to the question whether a call is allowed: the condition keys that name them, and the resource control policies above
// the account that has the resource. Most calls are of accounts in no organization, and pay for two look-ups.

import type { AuthorizationInput, ConditionValue } from "../iam/authorization.ts";
import type { Membership } from "../iam/directory/organization-control.ts";
import { accountOf } from "../iam/principals.ts";
import { isResourceControlled } from "../iam/resource-control.ts";

/** The question with its organizations. AWS: "AWS global condition context keys": aws:PrincipalOrgID and the others. */
export function withOrganizations(
  asked: AuthorizationInput,
  membershipOf: (account: string) => Membership | undefined,
  isOfAws: () => boolean,
): AuthorizationInput {
  const { principal, request, resourceAccount } = asked;
  const account = accountOf(principal);
  const own = account === undefined ? undefined : membershipOf(account);
  const owner = account === resourceAccount ? own : membershipOf(resourceAccount);
  const source =
    principal.kind === "service" && principal.sourceAccount !== undefined
      ? membershipOf(principal.sourceAccount)
      : undefined;
  if (own === undefined && owner === undefined && source === undefined) return asked;
  const keys: Record<string, ConditionValue> = {
    ...(own && { "aws:PrincipalOrgID": own.organizationId, "aws:PrincipalOrgPaths": [own.path] }),
    ...(owner && { "aws:ResourceOrgID": owner.organizationId, "aws:ResourceOrgPaths": [owner.path] }),
    ...(source && { "aws:SourceOrgID": source.organizationId, "aws:SourceOrgPaths": [source.path] }),
  };
  const resourceControl = owner?.resourceControl ?? [];
  const isBound = resourceControl.length > 0 && isResourceControlled(principal, request) && !isOfAws();
  return {
    ...asked,
    policies: isBound ? { ...asked.policies, resourceControl } : asked.policies,
    globalConditions: { ...asked.globalConditions, ...keys },
  };
}

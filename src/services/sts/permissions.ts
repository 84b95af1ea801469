// What each operation needs. AWS: "Actions, resources, and condition keys for AWS Security Token Service".

import type { ConditionValues } from "../../iam/authorization.ts";
import { formatArn } from "../../kernel/arns.ts";
import type { Permissions } from "../../service/service.ts";
import { findRole } from "./roles.ts";
import { judgeSecondFactor } from "./second-factor.ts";
import type { SessionInput } from "./session-limits.ts";

interface AssumeRoleInput extends SessionInput {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  readonly ExternalId?: string;
  readonly SourceIdentity?: string;
  readonly TransitiveTagKeys?: readonly string[];
  readonly SerialNumber?: string;
  readonly TokenCode?: string;
}

export const permissions: Permissions = {
  // AWS: "No permissions are required to perform this operation", and so for GetSessionToken.
  GetCallerIdentity: () => [],
  GetSessionToken: () => [],
  AssumeRole: (input: AssumeRoleInput, { yard, principal }) => {
    // AWS: a wrong code is refused before any policy is asked; a right one counts for the role's trust policy.
    const isProved = judgeSecondFactor(input, { principal, store: yard.store, clock: yard.clock });
    const resource = input.RoleArn;
    const roleTags = findRole(yard.store, resource)?.record.tags ?? {};
    const inherited = principal.kind === "assumed-role" ? principal.sourceIdentity : undefined;
    const sourceIdentity = input.SourceIdentity ?? inherited;
    const conditions: ConditionValues = {
      ...Object.fromEntries(
        Object.entries(roleTags).flatMap(([key, value]) => [
          [`aws:ResourceTag/${key}`, value],
          [`iam:ResourceTag/${key}`, value],
        ]),
      ),
      ...tagConditions(input),
      "sts:ExternalId": input.ExternalId,
      "sts:RoleSessionName": input.RoleSessionName,
      "sts:SourceIdentity": sourceIdentity,
      "sts:TransitiveTagKeys": input.TransitiveTagKeys,
      ...(isProved ? { "aws:MultiFactorAuthPresent": true, "aws:MultiFactorAuthAge": 0 } : {}),
    };
    return [
      { action: "sts:AssumeRole", resource, conditions },
      ...((input.Tags?.length ?? 0) > 0 ? [{ action: "sts:TagSession", resource, conditions }] : []),
      ...(sourceIdentity === undefined ? [] : [{ action: "sts:SetSourceIdentity", resource, conditions }]),
    ];
  },
  // Nobody signs it: its token is proved, and the trust policy asked, by the operation.
  AssumeRoleWithWebIdentity: () => [],
  AssumeRoleWithSAML: () => [],
  GetFederationToken: (input: SessionInput & { readonly Name: string }, { account }) => {
    const resource = formatArn("sts", "", account, `federated-user/${input.Name}`);
    const conditions = tagConditions(input);
    return [
      { action: "sts:GetFederationToken", resource, conditions },
      ...((input.Tags?.length ?? 0) > 0 ? [{ action: "sts:TagSession", resource, conditions }] : []),
    ];
  },
  DecodeAuthorizationMessage: () => [{ action: "sts:DecodeAuthorizationMessage", resource: "*" }],
  GetAccessKeyInfo: () => [{ action: "sts:GetAccessKeyInfo", resource: "*" }],
};

/** What policies can ask of session tags. */
export function tagConditions({ Tags: tags = [] }: SessionInput): ConditionValues {
  if (tags.length === 0) return {};
  return {
    "aws:TagKeys": tags.map((tag) => tag.Key),
    ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value])),
  };
}

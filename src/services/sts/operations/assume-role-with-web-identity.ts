// AssumeRoleWithWebIdentity: temporary credentials of a role for whom a trusted identity provider vouches. Nobody signs it: the token
// says who asks, and the role's trust policy decides.

import type {
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityCommandOutput,
} from "@aws-sdk/client-sts";
import { parseArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied, durationTooLong } from "../errors.ts";
import { isTrusted } from "../federated-trust.ts";
import { findRole, roleSession } from "../roles.ts";
import { packedPercent, sessionPolicies, sessionTags } from "../session-limits.ts";
import { proveToken } from "../web-identity.ts";

const DEFAULT_SECONDS = 3_600;

export const assumeRoleWithWebIdentity = defineOperation<
  Input<AssumeRoleWithWebIdentityCommandInput>,
  AssumeRoleWithWebIdentityCommandOutput
>("AssumeRoleWithWebIdentity", async (input, context) => {
  const { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: seconds = DEFAULT_SECONDS } = input;
  const token = await proveToken(context, input.WebIdentityToken, parseArn(roleArn)?.account ?? "");
  const role = findRole(context.store, roleArn);
  const wanted = { ...token, sessionName };
  if (
    role === undefined ||
    !isTrusted(context, role, roleArn, "sts:AssumeRoleWithWebIdentity", token.federation, wanted)
  )
    throw notTrusted();
  if (seconds > role.record.maxSessionSeconds) throw durationTooLong();
  const session = { Policy: input.Policy, PolicyArns: input.PolicyArns, Tags: token.tags };
  const packed = packedPercent(session);
  const principal = roleSession(role, {
    sessionName,
    policies: sessionPolicies(context.store, role.account, session),
    tags: sessionTags(session),
    transitiveTagKeys: token.transitiveTagKeys,
    sourceIdentity: token.sourceIdentity,
    federation: token.federation,
  });
  return {
    Credentials: issueCredentials(context, principal, seconds),
    SubjectFromWebIdentityToken: token.subject,
    AssumedRoleUser: { AssumedRoleId: `${role.record.id}:${sessionName}`, Arn: principal.arn },
    Provider: token.federation.provider,
    Audience: token.audience,
    ...(packed === undefined ? {} : { PackedPolicySize: packed }),
    ...(token.sourceIdentity === undefined ? {} : { SourceIdentity: token.sourceIdentity }),
  };
});

/** A role that is not there has no trust policy: nobody learns which of the two it is. */
const notTrusted = () => accessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");

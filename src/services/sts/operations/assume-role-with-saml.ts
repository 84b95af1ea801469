// AssumeRoleWithSAML: temporary credentials of a role for whom a SAML identity provider vouches. Nobody signs the request: the provider
// signed its response, which offers the role, and the role's trust policy decides.

import type { AssumeRoleWithSAMLCommandInput, AssumeRoleWithSAMLCommandOutput } from "@aws-sdk/client-sts";
import { parseArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied, durationTooLong, invalidIdentityToken } from "../errors.ts";
import { isTrusted } from "../federated-trust.ts";
import { findRole, roleSession } from "../roles.ts";
import { proveResponse } from "../saml.ts";
import { isOffered, sessionOf } from "../saml-attributes.ts";
import { packedPercent, sessionPolicies, sessionTags } from "../session-limits.ts";

const DEFAULT_SECONDS = 3_600;

export const assumeRoleWithSaml = defineOperation<
  Input<AssumeRoleWithSAMLCommandInput>,
  AssumeRoleWithSAMLCommandOutput
>("AssumeRoleWithSAML", async (input, context) => {
  const { RoleArn: roleArn, PrincipalArn: providerArn, DurationSeconds: wantedSeconds = DEFAULT_SECONDS } = input;
  const proved = await proveResponse(context, input.SAMLAssertion, providerArn, parseArn(roleArn)?.account ?? "");
  if (!isOffered(proved.attributes, roleArn, providerArn))
    throw invalidIdentityToken("SAML Assertion doesn't contain the requested Role and Metadata in the attributes");
  const wanted = sessionOf(proved.attributes);
  const role = findRole(context.store, roleArn);
  if (role === undefined || !isTrusted(context, role, roleArn, "sts:AssumeRoleWithSAML", proved.claimed, wanted))
    throw accessDenied("Not authorized to perform sts:AssumeRoleWithSAML");
  if (wantedSeconds > role.record.maxSessionSeconds) throw durationTooLong();
  const session = { Policy: input.Policy, PolicyArns: input.PolicyArns, Tags: wanted.tags };
  const packed = packedPercent(session);
  const principal = roleSession(role, {
    ...wanted,
    policies: sessionPolicies(context.store, role.account, session),
    tags: sessionTags(session),
    federation: proved.federation,
  });
  // AWS: "or until the time specified in the SAML authentication response's SessionNotOnOrAfter value, whichever is shorter".
  const leftSeconds = Math.floor(((proved.sessionEndsMs ?? Infinity) - context.clock.nowMs()) / 1_000);
  return {
    Credentials: issueCredentials(context, principal, Math.min(wantedSeconds, leftSeconds)),
    AssumedRoleUser: { AssumedRoleId: `${role.record.id}:${wanted.sessionName}`, Arn: principal.arn },
    Subject: proved.subject,
    SubjectType: proved.subjectType,
    Issuer: proved.issuer,
    Audience: proved.audience,
    NameQualifier: proved.nameQualifier,
    ...(packed === undefined ? {} : { PackedPolicySize: packed }),
    ...(wanted.sourceIdentity === undefined ? {} : { SourceIdentity: wanted.sourceIdentity }),
  };
});

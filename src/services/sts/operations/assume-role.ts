// AssumeRole: temporary credentials of a role, for whom its trust policy (and their own policies) let.

import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import type { AssumedRole, Principal } from "../../../iam/principal.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { issueCredentials } from "../credentials.ts";
import { accessDenied, chainedTooLong, durationTooLong, invalidArn, validation } from "../errors.ts";
import { takeSecondFactor } from "../second-factor.ts";
import { findRole, type FoundRole, roleSession } from "../roles.ts";
import { packedPercent, sessionPolicies, sessionTags } from "../session-limits.ts";

const DEFAULT_SECONDS = 3_600;
// AWS: "Role chaining limits your ... role session to a maximum of one hour."
const CHAINED_SECONDS = 3_600;

export const assumeRole = defineOperation<Input<AssumeRoleCommandInput>, AssumeRoleCommandOutput>(
  "AssumeRole",
  (input, context) => {
    const { principal, store } = context;
    const { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: seconds = DEFAULT_SECONDS } = input;
    if (principal.kind === "root") throw accessDenied("Roles may not be assumed by root accounts.");
    const role = findRole(store, roleArn);
    if (role === undefined) throw invalidArn(roleArn);
    requireDuration(seconds, principal, role);

    const packed = packedPercent(input);
    const session = newSession(role, input, principal, sessionPolicies(store, role.account, input));
    // The code is used up where nothing else can be refused any more.
    takeSecondFactor(input, context);
    return {
      Credentials: issueCredentials(context, session, seconds),
      AssumedRoleUser: { AssumedRoleId: `${role.record.id}:${sessionName}`, Arn: session.arn },
      ...(packed === undefined ? {} : { PackedPolicySize: packed }),
      ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
    };
  },
);

function requireDuration(seconds: number, principal: Principal, { record }: FoundRole): void {
  // AWS: a service that runs with a role, as Lambda does, is not bound to the role's longest session.
  if (principal.kind === "service") return;
  if (principal.kind === "assumed-role" && seconds > CHAINED_SECONDS) throw chainedTooLong();
  if (seconds > record.maxSessionSeconds) throw durationTooLong();
}

function newSession(
  role: FoundRole,
  input: Input<AssumeRoleCommandInput>,
  principal: Principal,
  policies: readonly string[],
): AssumedRole {
  const { RoleSessionName: sessionName, TransitiveTagKeys: transitive = [] } = input;
  const own = sessionTags(input);
  const inherited = inheritedTags(principal);
  for (const key of Object.keys(own)) {
    if (Object.hasOwn(inherited, key))
      throw validation(`One of the specified transitive tag keys can't be set: ${key}`);
  }
  for (const key of transitive) {
    if (!Object.hasOwn(own, key)) {
      throw validation("One or more of the specified transitive tag keys do not have a corresponding session tag.");
    }
  }
  const before = principal.kind === "assumed-role" ? principal.sourceIdentity : undefined;
  const { SourceIdentity: sourceIdentity = before } = input;
  if (before !== undefined && sourceIdentity !== before) {
    throw accessDenied("The source identity cannot be changed once it is set.");
  }
  return roleSession(role, {
    sessionName,
    policies,
    tags: { ...own, ...inherited },
    transitiveTagKeys: [...Object.keys(inherited), ...transitive],
    sourceIdentity,
    isMfaAuthenticated: input.TokenCode !== undefined || ("mfaAtMs" in principal && principal.mfaAtMs !== undefined),
  });
}

/** Session tags that the caller's own session passes on. */
function inheritedTags(principal: Principal): Record<string, string> {
  if (principal.kind !== "assumed-role") return {};
  const { tags = {}, transitiveTagKeys = [] } = principal;
  return Object.fromEntries(Object.entries(tags).filter(([key]) => transitiveTagKeys.includes(key)));
}

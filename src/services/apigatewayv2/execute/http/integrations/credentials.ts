// In whose name API Gateway calls a backend of AWS: a role's, the caller's own, or its own, for which the resource's policy decides.

import { AwsError } from "../../../../../kernel/errors.ts";
import { API_GATEWAY } from "../../../../../service/api-front/authorizer-function.ts";
import type { AwsApis } from "../../../../../service/apis.ts";
import type { Scope } from "../../../../../service/context.ts";
import { withServiceRole } from "../../../../../service/role-sessions.ts";
import { type Call, sourceArn } from "../call.ts";
import { internalError } from "../failure.ts";

/** Does `work` with the integration's credentials. */
export async function withCredentials<T>(
  call: Call,
  scope: Scope,
  credentialsArn: string | undefined,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  const { yard, facts, target } = call;
  const { account } = target.scope;
  const source = sourceArn(call);
  if (credentialsArn === undefined)
    return work(yard.as({ kind: "service", service: API_GATEWAY, sourceArn: source, sourceAccount: account }, scope));
  // AWS: "arn:aws:iam::*:user/*" passes the caller's identity on.
  if (/^arn:[^:]+:iam::\*:user\/\*$/.test(credentialsArn)) {
    const principal = facts.signer?.principal;
    // DEVIATION: only within the account: an API could otherwise do anything in the name of another account's caller.
    const isOwn = principal !== undefined && "account" in principal && principal.account === account;
    if (!isOwn) throw internalError("API_CONFIGURATION_ERROR", "Caller provided credentials not allowed");
    return work(yard.as(principal, scope));
  }
  const sessionName = "BackplaneAssumeRoleSession";
  const request = { service: API_GATEWAY, roleArn: credentialsArn, sessionName, sourceArn: source, scope };
  try {
    return await withServiceRole(yard, request, work);
  } catch (error) {
    if (error instanceof AwsError && error.message.includes("sts:AssumeRole"))
      throw internalError(
        "API_CONFIGURATION_ERROR",
        "API Gateway does not have permission to assume the provided role",
      );
    throw error;
  }
}

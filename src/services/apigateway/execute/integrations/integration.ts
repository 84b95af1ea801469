// What an integration is asked and answers, whatever its type; and in whose name API Gateway asks.

import { AwsError } from "../../../../kernel/errors.ts";
import { API_GATEWAY } from "../../../../service/api-front/authorizer-function.ts";
import type { AwsApis } from "../../../../service/apis.ts";
import { withServiceRole } from "../../../../service/role-sessions.ts";
import type { Scope } from "../../../../service/context.ts";
import { type Call, type Pair, sourceArn } from "../call.ts";
import { misconfigured } from "../failure.ts";

const SERVICE = API_GATEWAY;

/** The request to the backend, after mapping. */
export interface IntegrationRequest {
  /** With path parameters and stage variables in their places. */
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly body: Uint8Array;
}

export interface IntegrationAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Uint8Array;
  /** Of a function that failed: what selection patterns are matched against. */
  readonly errorMessage?: string;
}

/** Does `work` with the integration's credentials: a role's, the caller's own, or API Gateway's, for which the resource's policy decides. */
export async function withCredentials<T>(
  call: Call,
  scope: Scope,
  credentials: string | undefined,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  const { yard, facts } = call;
  const source = sourceArn(call);
  if (credentials === undefined || credentials === "") {
    return work(
      yard.as({ kind: "service", service: SERVICE, sourceArn: source, sourceAccount: call.scope.account }, scope),
    );
  }
  // AWS: "arn:aws:iam::*:user/*" passes the caller's identity on.
  if (/^arn:[^:]+:iam::\*:user\/\*$/.test(credentials)) {
    const { principal } = facts;
    // DEVIATION: only within the account: an API could otherwise do anything in the name of another account's caller.
    const isOwn = principal !== undefined && "account" in principal && principal.account === call.scope.account;
    if (!isOwn) throw misconfigured("Caller provided credentials not allowed");
    return work(yard.as(principal, scope));
  }
  try {
    return await withServiceRole(
      yard,
      { service: SERVICE, roleArn: credentials, sessionName: "BackplaneAssumeRoleSession", sourceArn: source, scope },
      work,
    );
  } catch (error) {
    if (error instanceof AwsError && error.message.includes("sts:AssumeRole"))
      throw misconfigured("API Gateway does not have permission to assume the provided role");
    throw error;
  }
}

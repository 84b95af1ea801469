// Calling an authorizer's function, in the name of API Gateway or of the role that the authorizer names.

import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../apis.ts";
import type { Scope, YardContext } from "../context.ts";
import { withServiceRole } from "../role-sessions.ts";

/** As whom API Gateway calls. */
export const API_GATEWAY = "apigateway.amazonaws.com";

export interface AuthorizerCall {
  readonly scope: Scope;
  readonly apiId: string;
  readonly authorizerId: string;
  readonly functionArn: string;
  /** A role's ARN; without one the function's policy decides. */
  readonly credentialsArn: string | undefined;
  readonly event: unknown;
  readonly timeoutMs: number;
}

/** What came of it; `output` is parsed JSON, undefined where it is none. */
export type AuthorizerOutcome =
  | { readonly kind: "output"; readonly output: unknown }
  | { readonly kind: "function-error"; readonly output: unknown }
  | { readonly kind: "timeout" }
  | { readonly kind: "not-called"; readonly error: AwsError };

/** Calls the function. */
export async function callAuthorizer(yard: YardContext, call: AuthorizerCall): Promise<AuthorizerOutcome> {
  const { scope, apiId, authorizerId, functionArn, credentialsArn: roleArn, event, timeoutMs } = call;
  const sourceArn = `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/authorizers/${authorizerId}`;
  const work = (aws: AwsApis): ReturnType<AwsApis["lambda"]["invoke"]> =>
    aws.lambda.invoke({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify(event)) });
  const timeout = new AbortController();
  try {
    const asked =
      roleArn === undefined || roleArn === ""
        ? work(yard.as({ kind: "service", service: API_GATEWAY, sourceArn, sourceAccount: scope.account }, scope))
        : withServiceRole(
            yard,
            { service: API_GATEWAY, roleArn, sessionName: "BackplaneAssumeRoleSession", sourceArn, scope },
            work,
          );
    const result = await Promise.race([asked, yard.clock.wait(timeoutMs, timeout.signal)]);
    if (result === undefined) return { kind: "timeout" };
    const output = parsed(result.Payload ?? new Uint8Array());
    return { kind: result.FunctionError === undefined ? "output" : "function-error", output };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { kind: "not-called", error };
  } finally {
    timeout.abort();
  }
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}

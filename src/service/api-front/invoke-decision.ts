// Whether somebody may call an API, by an authorizer's policy and the API's own.

import type { Decision } from "../../iam/authorization.ts";
import { evaluate } from "../../iam/evaluate.ts";
import type { Principal } from "../../iam/principal.ts";
import { globalConditions } from "../authorize.ts";
import type { Scope, YardContext } from "../context.ts";

/** The API's account and region, what is called, and by which request. */
export interface InvokeQuestion {
  readonly yard: YardContext;
  readonly scope: Scope;
  readonly principal: Principal;
  /** Of execute-api: API/STAGE/METHOD/path. */
  readonly resource: string;
  readonly sourceIp: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** JSON texts. */
  readonly authorizerPolicy?: string | undefined;
  readonly apiPolicy?: string | undefined;
}

/** Decides. Throws what the evaluator throws for a policy that cannot be read. */
export function decideInvoke(question: InvokeQuestion): Decision {
  const { yard, scope, principal, resource, sourceIp, headers, authorizerPolicy, apiPolicy } = question;
  return evaluate({
    principal,
    request: { action: "execute-api:Invoke", resource },
    resourceAccount: scope.account,
    policies: {
      identity: authorizerPolicy === undefined ? [] : [{ name: "authorizer", document: authorizerPolicy }],
      session: [],
      serviceControl: [],
      ...(apiPolicy === undefined ? {} : { resource: { name: resource, document: apiPolicy } }),
    },
    globalConditions: globalConditions({ yard, region: scope.region, sourceIp, headers }),
  });
}

/** Whom an authorizer's function has let in, as policies see him: a user of the API's account. */
export function authorizedPrincipal({ account }: Scope, principalId: string): Principal {
  return {
    kind: "user",
    account,
    arn: `arn:aws:iam::${account}:user/${principalId}`,
    userId: principalId,
    userName: principalId,
  };
}

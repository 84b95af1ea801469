// One call against all policies that bear on it. Runs for every call, from outside and between services alike.

import type { AccessRequest, ConditionValues } from "../iam/authorization.ts";
import { encodeDenial } from "../iam/authorization-message.ts";
import { denialMessage } from "../iam/denial.ts";
import { evaluate } from "../iam/evaluate.ts";
import type { Principal } from "../iam/principal.ts";
import { parseArn } from "../kernel/arns.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Protocol } from "../model/model.ts";
import type { Identity } from "./identity.ts";
import { withOrganizations } from "./organizations.ts";
import type { Endpoint } from "./registry.ts";
import type { PermissionCall } from "./service.ts";

export interface AuthorizeCall extends PermissionCall {
  readonly principal: Principal;
  /** The client's address; absent for calls inside the process. */
  readonly sourceIp?: string;
  readonly requestId?: string;
}

/**
 * Throws the service's access-denied error unless everything that the operation needs is allowed. Gives what was asked
 * for: it says which resources the call is about.
 */
export function authorize(
  identity: Identity,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  call: AuthorizeCall,
): readonly AccessRequest[] {
  const requests = endpoint.permission(input as never, call);
  requireAccess(identity, endpoint, requests, call);
  return requests;
}

/** Throws the service's access-denied error unless all of it is allowed. */
export function requireAccess(
  identity: Identity,
  endpoint: Pick<Endpoint, "service" | "serviceModel">,
  requests: readonly AccessRequest[],
  call: AuthorizeCall,
): void {
  if (requests.length === 0) return;
  const policies = identity.policiesOf(call.principal);
  for (const request of requests) {
    const document = endpoint.service.resourcePolicy?.(request, call);
    const asked = withOrganizations(
      {
        principal: call.principal,
        request,
        resourceAccount: ownerOf(endpoint, request, call),
        policies: document === undefined ? policies : { ...policies, resource: { name: request.resource, document } },
        globalConditions: globalConditions(call),
      },
      identity.membershipOf,
      () => endpoint.service.isOfAws?.(request, call) === true,
    );
    const decision = evaluate(asked);
    if (decision.isAllowed) {
      call.yard.accesses.record(call.principal, request);
      continue;
    }
    call.yard.denials.record({ requestId: call.requestId, atMs: call.yard.clock.nowMs(), asked });
    const message = denialMessage({ principal: call.principal, request }, decision);
    const { store, random, clock } = call.yard;
    const encoded = () => encodeDenial({ store, random, nowMs: clock.nowMs() }, asked, decision);
    throw (
      endpoint.service.accessDenied?.(message, encoded) ?? accessDenied(endpoint.serviceModel.protocols[0], message)
    );
  }
}

/** The account that has the resource; the caller's own where nothing says. */
export function ownerOf(endpoint: Pick<Endpoint, "service">, request: AccessRequest, call: PermissionCall): string {
  const owner = endpoint.service.resourceAccount?.(request, call) ?? parseArn(request.resource)?.account;
  return owner === undefined || owner === "" || owner === "aws" ? call.account : owner;
}

/** AWS: the query and XML services say AccessDenied (403), JSON 1.x ones AccessDeniedException (400), REST JSON ones 403. */
function accessDenied(protocol: Protocol | undefined, message: string): AwsError {
  if (protocol === "awsQuery" || protocol === "ec2Query" || protocol === "restXml")
    return new AwsError({ code: "AccessDenied", status: 403, message });
  return new AwsError({ code: "AccessDeniedException", status: protocol === "restJson1" ? 403 : 400, message });
}

/** AWS: "AWS global condition context keys" in the IAM User Guide. Those of the principal are the evaluator's own. */
export function globalConditions(
  call: Pick<AuthorizeCall, "yard" | "region" | "sourceIp" | "headers"> & { readonly principal?: Principal },
): ConditionValues {
  const mfaAtMs = call.principal !== undefined && "mfaAtMs" in call.principal ? call.principal.mfaAtMs : undefined;
  const nowMs = call.yard.clock.nowMs();
  return {
    // Few policies ask for the time, and formatting it is the dearest thing here.
    get "aws:CurrentTime"() {
      return new Date(nowMs).toISOString();
    },
    "aws:EpochTime": Math.floor(nowMs / 1000),
    // AWS: there only if a second factor was proved.
    "aws:MultiFactorAuthAge": mfaAtMs === undefined ? undefined : Math.floor((nowMs - mfaAtMs) / 1000),
    "aws:RequestedRegion": call.region,
    // DEVIATION: true also over plain HTTP. Requests do not leave the machine, which is what policies that ask for TLS want of them; otherwise
    // every bucket, queue and topic whose policy refuses anything else (CDK's `enforceSSL`, its bootstrap bucket) would be shut.
    "aws:SecureTransport": true,
    "aws:SourceIp": call.sourceIp,
    "aws:UserAgent": call.headers["user-agent"],
    "aws:Referer": call.headers["referer"],
  };
}

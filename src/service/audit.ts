// What the audit trail sees of a call. The contract between the steps of a call (invoke.ts) and whoever keeps the trail.

import type { AccessRequest } from "../iam/authorization.ts";
import type { Principal } from "../iam/principal.ts";
import { serviceIndex } from "../model/load.ts";
import type { ServiceId } from "../model/model.ts";
import type { Scope } from "./context.ts";
import type { Endpoint } from "./registry.ts";

/** Who called, and from where. */
export interface AuditedCaller extends Scope {
  readonly principal: Principal;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The client's address; absent for calls inside the process. */
  readonly sourceIp?: string;
  /** The key that signed the request; absent for unsigned calls and those inside the process. */
  readonly accessKeyId?: string;
  /** The service that makes the call for the principal, such as "cloudformation.amazonaws.com". */
  readonly invokedBy?: string;
}

/** One call that ended: with `output`, or with `failure`. */
export interface AuditedCall {
  readonly endpoint: Endpoint;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: AuditedCaller;
  /** What was asked of the policies; undefined where that was not found out. */
  readonly requests: readonly AccessRequest[] | undefined;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly failure?: unknown;
}

/** Which calls of an operation are recorded. */
export type AuditCoverage = "all" | "denied" | "none";

export interface Auditor {
  /** Asked for every call, so it must cost next to nothing. */
  coverageOf(endpoint: Endpoint): AuditCoverage;
  /** Resolves when the call is recorded durably, or cannot be: it never rejects, for a call does not fail by its record. */
  record(call: AuditedCall): Promise<void>;
}

/**
 * Services whose name as event source and as principal is not their host's.
 * AWS: "CloudTrail record contents", eventSource: a short form of the service's name, with exceptions.
 */
const SOURCES: Readonly<Record<string, string>> = {
  email: "ses",
  "streams.dynamodb": "dynamodb",
  "api.ecr": "ecr",
  "execute-api": "apigateway",
};

const sources = new Map<ServiceId, string | undefined>();

/** "sqs.amazonaws.com": what the trail calls a service; undefined for one that AWS does not have. */
export function eventSourceOf(service: ServiceId): string | undefined {
  if (!sources.has(service)) {
    const prefix = serviceIndex().find(({ id }) => id === service)?.endpointPrefix;
    sources.set(service, prefix === undefined ? undefined : `${SOURCES[prefix] ?? prefix}.amazonaws.com`);
  }
  return sources.get(service);
}

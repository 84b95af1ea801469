// What the store keeps of zones, their record sets, changes and health checks.

import type { HealthCheckConfig, ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { Present } from "../../service/apis.ts";

export interface ZoneRecord {
  readonly v: 1;
  /** Without "/hostedzone/". */
  readonly id: string;
  /** In the API's form: lower case, a dot at the end. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string;
  readonly nameServers: readonly string[];
  readonly createdAtMs: number;
  readonly recordSetCount: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A record set with AWS's member names; names in the API's form. */
export type RecordSet = Present<ResourceRecordSet>;

export interface RecordSetRecord {
  readonly v: 1;
  readonly set: RecordSet;
}

export interface ChangeRecord {
  readonly v: 1;
  readonly id: string;
  readonly isInSync: boolean;
  readonly submittedAtMs: number;
  readonly comment?: string;
}

export interface HealthCheckRecord {
  readonly v: 1;
  readonly id: string;
  readonly callerReference: string;
  readonly version: number;
  /** Whole, with what AWS fills in. */
  readonly config: Present<HealthCheckConfig>;
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** What the endpoint's checks have come to. */
  readonly observed: Observed;
}

export interface Observed {
  /** Undefined until enough was seen. AWS: a new health check counts as healthy until there are enough data. */
  readonly isHealthy?: boolean;
  /** How many checks in a row ended otherwise than `isHealthy` says. */
  readonly against: number;
  readonly last?: {
    readonly atMs: number;
    readonly isSuccess: boolean;
    /** "Success: HTTP Status Code 200, OK" or "Failure: ...". */
    readonly status: string;
  };
  /** The last failure. */
  readonly lastFailure?: { readonly atMs: number; readonly status: string };
}

// Where a deployment goes: an account and region of a cloud, and how to call it. The embedded cloud and AWS differ only in
// the endpoint, the credentials, and how patiently one polls.

import type { Environment } from "../system/system.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** An account and region of a cloud. */
export interface Target {
  readonly kind: Environment["target"];
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Undefined for AWS's own endpoints. */
  readonly endpoint: string | undefined;
  /** Undefined where the SDK's default chain finds them. */
  readonly credentials: Credentials | undefined;
  /** How often the progress of a stack is asked for: the pause grows from the first to the longest. */
  readonly polling: { readonly firstMs: number; readonly longestMs: number };
}

/** Polling of a cloud on this machine, where a stack takes milliseconds. */
export const FAST_POLLING = { firstMs: 8, longestMs: 100 } as const;
/** Polling of AWS. LIMIT: CloudFormation throttles callers which ask more often. */
export const PATIENT_POLLING = { firstMs: 1000, longestMs: 5000 } as const;

/** What every SDK client for the target is made with. */
export function clientConfig(target: Pick<Target, "region" | "endpoint" | "credentials">): {
  region: string;
  endpoint?: string;
  credentials?: Credentials;
  maxAttempts: number;
} {
  return {
    region: target.region,
    maxAttempts: 5,
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    ...(target.credentials === undefined ? {} : { credentials: target.credentials }),
  };
}

/** The bucket which holds a system's artifacts and records, one for each account and region. */
export function artifactBucketOf(target: Pick<Target, "account" | "region">): string {
  return `stackyard-artifacts-${target.account}-${target.region}`;
}

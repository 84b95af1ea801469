// Where a deployment goes: an account and region of a cloud, and how to call it. The embedded cloud and AWS differ only in
// the endpoint, the credentials, and how patiently one polls.

import { moveAddresses } from "../../kernel/local-address.ts";
import type { Environment } from "../system/system.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials that end. */
export interface TemporaryCredentials extends Credentials {
  readonly expiration?: Date;
}

/** Gives credentials that are still good for a while. */
export type CredentialProvider = () => Promise<TemporaryCredentials>;

/** An account and region of a cloud. */
export interface Target {
  readonly kind: Environment["target"];
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Undefined for AWS's own endpoints. */
  readonly endpoint: string | undefined;
  /** In a fork: the origin of the URLs that stacks resolve to, which is the parent's. `reachableUrl` corrects them. */
  readonly keptOrigin?: string;
  /** Undefined where a role is assumed, or the SDK finds them by itself. */
  readonly credentials: Credentials | undefined;
  /** Those of a role that is assumed. */
  readonly provider?: CredentialProvider;
  /** The profile of ~/.aws in which the SDK looks. */
  readonly profile?: string;
  /** How often the progress of a stack is asked for: the pause grows from the first to the longest. */
  readonly polling: { readonly firstMs: number; readonly longestMs: number };
}

/** Polling of a cloud on this machine, where a stack takes milliseconds. */
export const FAST_POLLING = { firstMs: 8, longestMs: 100 } as const;
/** Polling of AWS. LIMIT: CloudFormation throttles callers which ask more often. */
export const PATIENT_POLLING = { firstMs: 1000, longestMs: 5000 } as const;

/** What every SDK client for the target is made with. */
export function clientConfig(target: Pick<Target, "region" | "endpoint" | "credentials" | "provider" | "profile">): {
  region: string;
  endpoint?: string;
  credentials?: Credentials | CredentialProvider;
  profile?: string;
  maxAttempts: number;
} {
  const credentials = target.credentials ?? target.provider;
  return {
    region: target.region,
    maxAttempts: 5,
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(target.profile === undefined ? {} : { profile: target.profile }),
  };
}

/** A value from a stack, with the address under which this target answers where the value names a fork's parent. */
export function reachableUrl({ keptOrigin, endpoint }: Pick<Target, "keptOrigin" | "endpoint">, value: string): string {
  return keptOrigin === undefined || endpoint === undefined ? value : moveAddresses(value, keptOrigin, endpoint);
}

/** The artifact bucket as `Fn::Sub` writes it, in templates that are the same in every account and region. */
export const ARTIFACT_BUCKET = "stackyard-artifacts-${AWS::AccountId}-${AWS::Region}";

/** The bucket which holds a system's artifacts and records, one for each account and region. */
export function artifactBucketOf(target: Pick<Target, "account" | "region">): string {
  return `stackyard-artifacts-${target.account}-${target.region}`;
}

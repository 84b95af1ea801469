// What the store keeps of parameters.

import type { Sealed } from "../../service/envelope.ts";
import type { Labels } from "./labels.ts";

type ParameterType = "String" | "StringList" | "SecureString";
export type Tier = "Standard" | "Advanced" | "Intelligent-Tiering";

/** One version of a parameter. */
export interface ParameterVersionRecord {
  readonly v: 1;
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  /** Of a SecureString: the ciphertext, in base 64. */
  readonly value: string;
  readonly secure?: SecureValue;
  /** The KMS key of a SecureString, as its writer named it. */
  readonly keyId?: string;
  readonly tier: Tier;
  readonly dataType: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly modifiedAtMs: number;
  /** The ARN of who wrote it. */
  readonly modifiedBy: string;
}

/** A value under a KMS key, or under a data key of one. */
export type SecureValue = { readonly ciphertext: Uint8Array } | { readonly sealed: Sealed };

interface PolicyBase {
  /** Its JSON text. */
  readonly text: string;
  readonly status: "Pending" | "Finished";
}

/** A parameter policy. */
export type PolicyRecord =
  | (PolicyBase & { readonly type: "Expiration"; readonly atMs: number })
  | (PolicyBase & { readonly type: "ExpirationNotification" | "NoChangeNotification"; readonly periodMs: number });

/** The tier of parameters that name none, where the customer has chosen one. */
export interface DefaultTierRecord {
  readonly v: 1;
  readonly tier: Tier;
  readonly modifiedAtMs: number;
  readonly modifiedBy: string;
}

/** A parameter: its latest version, and what is not versioned. */
export interface ParameterRecord extends ParameterVersionRecord {
  readonly tags: Readonly<Record<string, string>>;
  readonly labels?: Labels;
  readonly policies?: readonly PolicyRecord[];
  /** The jobs that apply the policies. */
  readonly policyJobs?: readonly string[];
}

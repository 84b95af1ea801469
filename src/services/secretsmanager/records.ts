// What the store keeps of secrets.

import type { Sealed } from "../../service/envelope.ts";

/** A version as its secret lists it. Its value lies apart, sealed. */
export interface VersionEntry {
  readonly stages: readonly string[];
  readonly createdAtMs: number;
  /** The day of the last GetSecretValue, at midnight UTC. */
  readonly accessedAtMs?: number;
  /** The KMS key under which the value lies; undefined for a version of a rotation that has no value yet. */
  readonly kmsKeyId?: string;
}

export interface RotationRules {
  readonly automaticallyAfterDays?: number;
  readonly scheduleExpression?: string;
  readonly duration?: string;
}

export interface RotationRecord {
  readonly functionArn: string;
  readonly rules: RotationRules;
  /** False after CancelRotateSecret. */
  readonly isEnabled: boolean;
  /** The rotation that comes next by the schedule. */
  readonly next?: { readonly atMs: number; readonly jobId: string };
}

export interface SecretRecord {
  readonly v: 1;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** As the customer gave it; undefined for aws/secretsmanager. */
  readonly kmsKeyId?: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  readonly accessedAtMs?: number;
  readonly rotatedAtMs?: number;
  /** Set while the secret waits for its deletion. */
  readonly deletion?: { readonly deletedAtMs: number; readonly jobId: string };
  readonly rotation?: RotationRecord;
  /** A resource policy, as JSON text. */
  readonly policy?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** By version id, the oldest first. */
  readonly versions: Readonly<Record<string, VersionEntry>>;
}

/** A version's value. */
export interface ValueRecord {
  readonly v: 1;
  readonly kind: "string" | "binary";
  readonly sealed: Sealed;
}

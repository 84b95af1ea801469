// What the store keeps of keys, their material, aliases and grants. Every record carries its format's version.

import type { GrantConstraints, GrantOperation, KeyLastUsageTrackingOperation } from "@aws-sdk/client-kms";
import type { KeySpecName, KeyUsage } from "./specs.ts";

/** AWS: "Key states of AWS KMS keys": those that a key can have here. */
export type KeyState = "Enabled" | "Disabled" | "PendingImport" | "PendingDeletion" | "PendingReplicaDeletion";

export interface KeyRecord {
  readonly v: 1;
  readonly keyId: string;
  readonly createdAtMs: number;
  readonly spec: KeySpecName;
  readonly usage: KeyUsage;
  readonly origin: "AWS_KMS" | "EXTERNAL";
  /** AWS for the keys behind alias/aws/*. */
  readonly manager: "AWS" | "CUSTOMER";
  readonly description: string;
  readonly policy: string;
  readonly state: KeyState;
  readonly tags: Readonly<Record<string, string>>;
  /** Which of the key's materials encrypts; undefined until one is imported. */
  readonly currentMaterial?: number;
  readonly isMultiRegion: boolean;
  readonly rotation?: Rotation;
  /** Of a key that is to be deleted. A primary key with replicas waits for them and has no date yet. */
  readonly deletion?: { readonly atMs?: number; readonly windowDays: number; readonly jobId?: string };
}

/** Automatic rotation of a key, if it is on. */
export interface Rotation {
  readonly periodDays: number;
  readonly nextAtMs: number;
  readonly jobId: string;
}

/** One material of a key; all keys of a multi-Region family share theirs. Numbers rise with each rotation. */
export interface MaterialRecord {
  readonly v: 1;
  readonly number: number;
  /** The id that answers show, by which material is recognised when it is imported again. */
  readonly materialId: string;
  /** The material itself, sealed; undefined when imported material was deleted or has expired. */
  readonly sealed?: Uint8Array;
  readonly createdAtMs: number;
  /** How it became current: undefined for the first one. */
  readonly rotatedBy?: "AUTOMATIC" | "ON_DEMAND";
  readonly rotatedAtMs?: number;
  /** Imported material only. */
  readonly import?: {
    readonly description?: string;
    readonly validToMs?: number;
    readonly jobId?: string;
  };
}

/** The Regions of a multi-Region key. */
export interface FamilyRecord {
  readonly v: 1;
  readonly primaryRegion: string;
  readonly replicaRegions: readonly string[];
}

export interface AliasRecord {
  readonly v: 1;
  /** With its prefix: "alias/orders". */
  readonly name: string;
  readonly keyId: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface GrantRecord {
  readonly v: 1;
  readonly grantId: string;
  readonly keyId: string;
  readonly name?: string;
  /** An identity's ARN, or a service's name, such as "sns.amazonaws.com". */
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
  /** The account that made the grant. */
  readonly issuingAccount: string;
  readonly createdAtMs: number;
}

/** The last time that a key was used. */
export interface UseRecord {
  readonly v: 1;
  readonly operation: KeyLastUsageTrackingOperation;
  readonly atMs: number;
  readonly requestId: string;
}

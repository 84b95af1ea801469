// What the schema registry keeps. Records carry v: 1; keys are repo.ts's.

import type { DiscovererState, Type } from "@aws-sdk/client-schemas";
import type { Shape } from "./discovery/shape.ts";

type Tags = Readonly<Record<string, string>>;

export interface RegistryRecord {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly tags: Tags;
  readonly policy?: { readonly text: string; readonly revision: string };
}

export interface SchemaRecord {
  readonly v: 1;
  readonly registry: string;
  readonly name: string;
  readonly description?: string;
  readonly tags: Tags;
  readonly modifiedAtMs: number;
  /** Of the newest version. */
  readonly lastVersion: number;
  /** What a discoverer has seen so far. */
  readonly shape?: Shape;
}

export interface VersionRecord {
  readonly v: 1;
  readonly number: number;
  readonly type: Type;
  readonly content: string;
  readonly createdAtMs: number;
}

export interface DiscovererRecord {
  readonly v: 1;
  readonly id: string;
  readonly sourceArn: string;
  readonly description?: string;
  readonly crossAccount: boolean;
  readonly state: DiscovererState;
  readonly tags: Tags;
}

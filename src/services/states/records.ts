// What the store keeps of state machines, their versions and aliases, and of activities.

/** What an update changes, and a version keeps. */
export interface Revision {
  /** Undefined until the first update that changes something. */
  readonly id?: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging?: Logging;
  readonly isTraced: boolean;
}

/** As it was given, by its wire names. */
export interface Logging {
  readonly level?: "ALL" | "ERROR" | "FATAL" | "OFF";
  readonly includeExecutionData?: boolean;
  readonly destinations?: readonly { readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string } }[];
}

export interface MachineRecord {
  readonly v: 1;
  readonly name: string;
  readonly type: "EXPRESS" | "STANDARD";
  readonly createdAtMs: number;
  readonly revision: Revision;
  readonly isDeleting: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** What CreateStateMachine published with it: repetitions are known by it. */
  readonly created: { readonly isPublished: boolean; readonly versionDescription?: string };
  /** Of the next version: numbers are never given twice. */
  readonly nextVersion: number;
  /** The version that keeps the current revision, if there is one. */
  readonly currentVersion?: number;
}

export interface VersionRecord {
  readonly v: 1;
  readonly version: number;
  readonly description?: string;
  readonly createdAtMs: number;
  readonly revision: Revision;
}

export interface AliasRecord {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly routing: readonly Route[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** So much of an alias's executions goes to a version: of 100. */
export interface Route {
  readonly version: number;
  readonly weight: number;
}

export interface ActivityRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

// What is stored of CloudFormation's registry: types that accounts have registered, their versions, registrations and configurations.

/** A type of an account in a region. */
export interface TypeRecord {
  readonly v: 1;
  /** "Acme::Notes::Note". */
  readonly typeName: string;
  /** Of the version that stacks use; of a type that was deregistered, the last one that was it. Undefined until the first registration ends. */
  readonly defaultVersionId?: string;
  /** Numbers are given out when a registration begins, and never twice. */
  readonly lastVersion: number;
}

/** A version of a type that was registered. */
export interface TypeVersionRecord {
  readonly v: 1;
  readonly typeName: string;
  /** Eight digits: "00000001". */
  readonly versionId: string;
  readonly isDeprecated: boolean;
  /** The schema as its author wrote it: JSON. */
  readonly schema: string;
  readonly provisioningType: ProvisioningType;
  readonly code: CodeRecord;
  /** AWS's identifier, such as "python3.12". */
  readonly runtime: string;
  /** The function in the code: "acme_notes_note.handlers.resource". */
  readonly entrypoint: string;
  readonly executionRoleArn?: string;
  readonly logging?: LoggingRecord;
  readonly createdAtMs: number;
}

export type ProvisioningType = "FULLY_MUTABLE" | "IMMUTABLE" | "NON_PROVISIONABLE";

export interface CodeRecord {
  readonly sha256: string;
  readonly bytes: number;
}

export interface LoggingRecord {
  readonly roleArn: string;
  readonly logGroup: string;
}

/** A request to register a version, and what became of it. */
export interface RegistrationRecord {
  readonly v: 1;
  readonly token: string;
  readonly typeName: string;
  readonly versionId: string;
  readonly status: "IN_PROGRESS" | "COMPLETE" | "FAILED";
  /** The package: schema, settings and code in one zip. Only until it was read. */
  readonly package?: CodeRecord;
  /** Why it failed. */
  readonly failure?: string;
  readonly clientToken?: string;
  readonly executionRoleArn?: string;
  readonly logging?: LoggingRecord;
  readonly createdAtMs: number;
}

/** Settings of a type in an account and region, which its handlers are given. */
export interface TypeConfigurationRecord {
  readonly v: 1;
  readonly typeName: string;
  readonly alias: string;
  /** JSON, as it was given: dynamic references are resolved for each call. */
  readonly configuration: string;
  readonly updatedAtMs: number;
}

/** A handler that was called for one step of a stack. It outlives a crash, so that the step goes on where it was. */
export interface HandlerRunRecord {
  readonly v: 1;
  /** By when the handler is to have ended. */
  readonly dueAtMs: number;
  /** What the handler said last; undefined before its first answer. */
  readonly event?: ProgressEvent;
  /** When it wants to be called again. */
  readonly callAtMs?: number;
}

/** What a handler answers. AWS: "ProgressEvent object schema" of the CloudFormation CLI's guide. */
export interface ProgressEvent {
  readonly status: "IN_PROGRESS" | "SUCCESS" | "FAILED";
  readonly errorCode?: string;
  readonly message?: string;
  readonly callbackContext?: unknown;
  readonly callbackDelaySeconds?: number;
  readonly resourceModel?: Readonly<Record<string, unknown>>;
}

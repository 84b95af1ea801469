// What the store keeps of parameters.

type ParameterType = "String" | "StringList";
export type Tier = "Standard" | "Advanced" | "Intelligent-Tiering";

/** One version of a parameter. */
export interface ParameterVersionRecord {
  readonly v: 1;
  readonly name: string;
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly tier: Tier;
  readonly dataType: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly modifiedAtMs: number;
  /** The ARN of who wrote it. */
  readonly modifiedBy: string;
}

/** A parameter: its latest version, and its tags, which are not versioned. */
export interface ParameterRecord extends ParameterVersionRecord {
  readonly tags: Readonly<Record<string, string>>;
}

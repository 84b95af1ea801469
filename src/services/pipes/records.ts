// What Pipes keeps. Records carry v: 1; keys are repo.ts's.

import type {
  PipeEnrichmentParameters,
  PipeLogConfigurationParameters,
  PipeSourceParameters,
  PipeState,
  PipeTargetParameters,
  RequestedPipeState,
} from "@aws-sdk/client-pipes";

/** A pipe as it was asked for, and the state that it is in. Parameters are kept as requests have them. */
export interface PipeRecord {
  readonly v: 1;
  readonly name: string;
  /** A pipe of the same name that is made later has another. */
  readonly id: string;
  readonly description?: string;
  readonly desiredState: RequestedPipeState;
  readonly currentState: PipeState;
  readonly stateReason?: string;
  readonly source: string;
  readonly sourceParameters: PipeSourceParameters;
  /** Where shards begin that the pipe has not read: Kinesis's LATEST and AT_TIMESTAMP. */
  readonly startingAtMs?: number;
  readonly enrichment?: string;
  readonly enrichmentParameters?: PipeEnrichmentParameters;
  readonly target: string;
  readonly targetParameters: PipeTargetParameters;
  readonly logConfiguration?: PipeLogConfigurationParameters;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

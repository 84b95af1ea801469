// How much a resource has, and giving it more or less: one face for all services whose resources are scaled.

import type { AwsApis } from "../../../service/apis.ts";
import type { Scope } from "../../../service/context.ts";
import type { TargetKey } from "../records.ts";
import { customResourceCapacities } from "./custom-resource.ts";
import { dynamoDbCapacities } from "./dynamodb.ts";
import { lambdaCapacities } from "./lambda.ts";

export interface Capacity {
  /** What was asked for last. */
  readonly units: number;
  /** Whether the resource has it, and can be changed. */
  readonly isSettled: boolean;
  /** False for what has no capacity of its own at the time: a table that is billed by request. */
  readonly isScalable: boolean;
  /** Why the resource will not have what was asked for. */
  readonly failure?: string;
}

/** Calls are made in the name of the service-linked role; what fails, throws. */
export interface Capacities {
  /** Undefined where the resource is not there. */
  read(aws: AwsApis, target: TargetKey, scope: Scope): Promise<Capacity | undefined>;
  set(aws: AwsApis, target: TargetKey, units: number, scope: Scope): Promise<void>;
  /** What RegisterScalableTarget answers where the resource is not there. */
  missing(target: TargetKey): string;
}

export const CAPACITIES = {
  dynamodb: dynamoDbCapacities,
  lambda: lambdaCapacities,
  "custom-resource": customResourceCapacities,
} as const;

// What can be scaled here: each dimension with its resources, its words, and the role in whose name it is scaled. Data.
// AWS: "Services that you can use with Application Auto Scaling"; RegisterScalableTarget, ResourceId.

import { CAPACITIES } from "./capacity/capacity.ts";
import type { Capacities } from "./capacity/capacity.ts";
import { invalid, notImplemented, unsupported } from "./errors.ts";
import type { TargetKey } from "./records.ts";

export interface Dimension {
  /** The form of its resources' ids. */
  readonly resource: RegExp;
  /** As activities call the capacity: "Setting read capacity units to 10." */
  readonly words: string;
  /** As activities call who changes it: "Change successfully fulfilled by dynamodb." */
  readonly fulfiller: string;
  readonly capacities: Capacities;
  /** The least that a target's minimum may be. */
  readonly least: number;
  /** The suffix of the service-linked role's name, and the service that it trusts. */
  readonly role: { readonly suffix: string; readonly service: string };
  /** The metric that target tracking knows by a name. */
  readonly metric?:
    | "DynamoDBReadCapacityUtilization"
    | "DynamoDBWriteCapacityUtilization"
    | "LambdaProvisionedConcurrencyUtilization";
  /** AWS: PutScalingPolicy, PolicyType: "StepScaling—Not supported for DynamoDB, [...] Lambda". */
  readonly hasSteps: boolean;
  /** AWS: ScaleOutCooldown: the default is 300 for some resources and 0 for others. */
  readonly cooldownS: number;
}

const TABLES = {
  fulfiller: "dynamodb",
  capacities: CAPACITIES.dynamodb,
  least: 1,
  role: { suffix: "DynamoDBTable", service: "dynamodb.application-autoscaling.amazonaws.com" },
  hasSteps: false,
  cooldownS: 0,
} as const;
const TABLE = /^table\/[a-zA-Z0-9_.-]{3,255}$/;
const INDEX = /^table\/[a-zA-Z0-9_.-]{3,255}\/index\/[a-zA-Z0-9_.-]{3,255}$/;
const READ = { ...TABLES, words: "read capacity units", metric: "DynamoDBReadCapacityUtilization" } as const;
const WRITE = { ...TABLES, words: "write capacity units", metric: "DynamoDBWriteCapacityUtilization" } as const;

const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  "dynamodb:table:ReadCapacityUnits": { ...READ, resource: TABLE },
  "dynamodb:table:WriteCapacityUnits": { ...WRITE, resource: TABLE },
  "dynamodb:index:ReadCapacityUnits": { ...READ, resource: INDEX },
  "dynamodb:index:WriteCapacityUnits": { ...WRITE, resource: INDEX },
  "lambda:function:ProvisionedConcurrency": {
    resource: /^function:[a-zA-Z0-9_-]{1,64}:[a-zA-Z0-9_-]{1,128}$/,
    words: "desired concurrency",
    fulfiller: "lambda",
    capacities: CAPACITIES.lambda,
    least: 0,
    role: { suffix: "LambdaConcurrency", service: "lambda.application-autoscaling.amazonaws.com" },
    metric: "LambdaProvisionedConcurrencyUtilization",
    hasSteps: false,
    cooldownS: 0,
  },
  "custom-resource:ResourceType:Property": {
    resource: /^https:\/\/[a-z0-9]+\.execute-api\.[^/]+\/.+$/,
    words: "desired capacity",
    fulfiller: "custom-resource",
    capacities: CAPACITIES["custom-resource"],
    least: 0,
    role: { suffix: "CustomResource", service: "custom-resource.application-autoscaling.amazonaws.com" },
    hasSteps: true,
    cooldownS: 300,
  },
};

/** The dimension of a target that is kept. */
export function dimensionOf({ dimension }: Pick<TargetKey, "dimension">): Dimension {
  const found = DIMENSIONS[dimension];
  if (found === undefined) throw unsupported();
  return found;
}

/**
 * Checks that a namespace is one that is here, and that a dimension and a resource go with it. Throws ValidationException, and
 * NotImplemented for services that Stackyard does not have.
 */
function requireSupported({
  namespace,
  resourceId,
  dimension,
}: Partial<TargetKey> & Pick<TargetKey, "namespace">): void {
  if (dimension !== undefined && !dimension.startsWith(`${namespace}:`)) throw unsupported();
  if (!(namespace in CAPACITIES)) throw notImplemented(`Scaling resources of the service namespace "${namespace}"`);
  if (dimension === undefined) return;
  const { resource } = dimensionOf({ dimension });
  if (resourceId !== undefined && !resource.test(resourceId)) throw unsupported();
}

interface WireKey {
  readonly ServiceNamespace: TargetKey["namespace"];
  readonly ResourceId: string;
  readonly ScalableDimension: TargetKey["dimension"];
}

/** The target that a request names; throws as requireSupported. */
export function parseKey({ ServiceNamespace, ResourceId, ScalableDimension }: WireKey): TargetKey {
  const key = { namespace: ServiceNamespace, resourceId: ResourceId, dimension: ScalableDimension };
  requireSupported(key);
  return key;
}

/** The same by its wire names. */
export function wireKey({ namespace, resourceId, dimension }: TargetKey): WireKey {
  return { ServiceNamespace: namespace, ResourceId: resourceId, ScalableDimension: dimension };
}

/** What listings filter by. AWS: ScalableDimension: "If you specify a scalable dimension, you must also specify a resource ID." */
export function requireFilter(
  namespace: TargetKey["namespace"],
  resources: readonly string[],
  dimension: TargetKey["dimension"] | undefined,
): void {
  requireSupported({ namespace });
  if (dimension !== undefined && resources.length === 0)
    throw invalid("ResourceId must be specified when ScalableDimension is specified");
  for (const resourceId of dimension === undefined ? [] : resources)
    requireSupported({ namespace, resourceId, dimension });
}

// AWS::Kinesis::ResourcePolicy: the policy of a stream or a consumer.

import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./aws-answers.ts";

/** A resource's policy. Ref is the resource's ARN. */
export const resourcePolicyType: ResourceType = {
  typeName: "AWS::Kinesis::ResourcePolicy",
  properties: ["ResourceArn", "ResourcePolicy"],

  async create(properties, context) {
    const arn = String(properties["ResourceArn"]);
    const present = await policyOf(arn, context);
    // An interrupted run of this step put it there; another's is not written over.
    if (present !== undefined && !isDeepStrictEqual(present, documentOf(properties)))
      throw new AwsError({
        code: "AlreadyExists",
        message: `Resource of type 'AWS::Kinesis::ResourcePolicy' with identifier '${arn}' already exists.`,
      });
    return put(arn, properties, context);
  },

  async read(physicalId, context) {
    const policy = await policyOf(physicalId, context);
    return policy === undefined ? undefined : { ResourceArn: physicalId, ResourcePolicy: policy };
  },

  update: (physicalId, properties, _previous, context) => put(physicalId, properties, context),

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.kinesis.deleteResourcePolicy({ ResourceARN: physicalId }));
  },
};

async function put(ResourceARN: string, properties: Properties, context: ResourceContext): Promise<ResourceState> {
  await context.aws.kinesis.putResourcePolicy({ ResourceARN, Policy: JSON.stringify(documentOf(properties)) });
  return { physicalId: ResourceARN, attributes: {} };
}

async function policyOf(ResourceARN: string, context: ResourceContext): Promise<unknown> {
  const answer = await ifThere(() => context.aws.kinesis.getResourcePolicy({ ResourceARN }));
  const policy = JSON.parse(answer?.Policy ?? "{}") as object;
  return Object.keys(policy).length === 0 ? undefined : policy;
}

function documentOf(properties: Properties): unknown {
  const document = properties["ResourcePolicy"];
  return typeof document === "string" ? JSON.parse(document) : document;
}

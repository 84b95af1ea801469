// AWS::SQS::QueueInlinePolicy: the policy document of one queue.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./queue.ts";

/** The policy of a queue. Ref is the queue's URL; a queue has one policy, so the last one applied wins, as in AWS. */
export const queueInlinePolicyType: ResourceType = {
  typeName: "AWS::SQS::QueueInlinePolicy",
  properties: ["PolicyDocument", "Queue"],

  async create(properties, context) {
    const QueueUrl = String(properties["Queue"]);
    await context.aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: documentOf(properties) } });
    return { physicalId: QueueUrl, attributes: {} };
  },

  async read(physicalId, context) {
    const answer = await ifThere(() =>
      context.aws.sqs.getQueueAttributes({ QueueUrl: physicalId, AttributeNames: ["Policy"] }),
    );
    const policy = answer?.Attributes?.["Policy"];
    if (policy === undefined) return undefined;
    const PolicyDocument: unknown = JSON.parse(policy);
    return { PolicyDocument, Queue: physicalId };
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.sqs.setQueueAttributes({ QueueUrl: physicalId, Attributes: { Policy: documentOf(properties) } });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.sqs.setQueueAttributes({ QueueUrl: physicalId, Attributes: { Policy: "" } }));
  },
};

function documentOf(properties: Properties): string {
  const document = properties["PolicyDocument"];
  return typeof document === "string" ? document : JSON.stringify(document);
}

// AWS::SQS::QueuePolicy: one policy document on one or several queues.

import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./queue.ts";

/** The policy of queues. Ref is a generated id; a queue has one policy, so the last one applied wins, as in AWS. */
export const queuePolicyType: ResourceType = {
  typeName: "AWS::SQS::QueuePolicy",
  properties: ["PolicyDocument", "Queues"],

  async create(properties, context) {
    for (const QueueUrl of readQueues(properties))
      await context.aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: readDocument(properties) } });
    const physicalId = context.generateName();
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(_physicalId, context, known = {}) {
    const documents: unknown[] = [];
    const Queues: string[] = [];
    for (const QueueUrl of readQueues(known)) {
      const answer = await ifThere(() => context.aws.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["Policy"] }));
      const policy = answer?.Attributes?.["Policy"];
      if (policy === undefined) continue;
      Queues.push(QueueUrl);
      documents.push(JSON.parse(policy));
    }
    // Where the queues no longer agree, the one that was changed is what the reader must see.
    const expected = JSON.stringify(known["PolicyDocument"]);
    const document = documents.find((live) => JSON.stringify(live) !== expected) ?? documents[0];
    return document === undefined ? undefined : { PolicyDocument: document, Queues };
  },

  async update(physicalId, properties, previous, context) {
    const queues = readQueues(properties);
    for (const QueueUrl of queues)
      await context.aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: readDocument(properties) } });
    for (const QueueUrl of readQueues(previous).filter((url) => !queues.includes(url)))
      await ifThere(() => context.aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: "" } }));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, context) {
    for (const QueueUrl of readQueues(properties))
      await ifThere(() => context.aws.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: "" } }));
  },
};

function readQueues(properties: Properties): readonly string[] {
  return ((properties["Queues"] ?? []) as readonly unknown[]).map(String);
}

function readDocument(properties: Properties): string {
  const document = properties["PolicyDocument"];
  return typeof document === "string" ? document : JSON.stringify(document);
}

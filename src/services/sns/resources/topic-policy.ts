// AWS::SNS::TopicPolicy: one policy document on one or several topics.

import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./topic.ts";

/** The policy of topics. Ref is a generated id; deleting it gives the topics their default policy back. */
export const topicPolicyType: ResourceType = {
  typeName: "AWS::SNS::TopicPolicy",
  properties: ["PolicyDocument", "Topics"],

  async create(properties, context) {
    for (const TopicArn of readTopics(properties)) await setPolicy(TopicArn, readDocument(properties), context);
    const physicalId = context.generateName();
    return { physicalId, attributes: { Id: physicalId } };
  },

  async read(_physicalId, context, known = {}) {
    const documents: unknown[] = [];
    const Topics: string[] = [];
    for (const TopicArn of readTopics(known)) {
      const answer = await ifThere(() => context.aws.sns.getTopicAttributes({ TopicArn }));
      const policy = answer?.Attributes?.["Policy"];
      if (policy === undefined) continue;
      Topics.push(TopicArn);
      documents.push(JSON.parse(policy));
    }
    // Where the topics no longer agree, the one that was changed is what the reader must see.
    const expected = JSON.stringify(known["PolicyDocument"]);
    const document = documents.find((live) => JSON.stringify(live) !== expected) ?? documents[0];
    return document === undefined ? undefined : { PolicyDocument: document, Topics };
  },

  async update(physicalId, properties, previous, context) {
    const topics = readTopics(properties);
    for (const TopicArn of topics) await setPolicy(TopicArn, readDocument(properties), context);
    for (const TopicArn of readTopics(previous).filter((arn) => !topics.includes(arn)))
      await ifThere(() => setPolicy(TopicArn, "", context));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, context) {
    for (const TopicArn of readTopics(properties)) await ifThere(() => setPolicy(TopicArn, "", context));
  },
};

async function setPolicy(TopicArn: string, AttributeValue: string, context: ResourceContext): Promise<void> {
  await context.aws.sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
}

function readTopics(properties: Properties): readonly string[] {
  return ((properties["Topics"] ?? []) as readonly unknown[]).map(String);
}

function readDocument(properties: Properties): string {
  const document = properties["PolicyDocument"];
  return typeof document === "string" ? document : JSON.stringify(document);
}

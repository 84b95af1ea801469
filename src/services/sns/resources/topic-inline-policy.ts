// AWS::SNS::TopicInlinePolicy: the policy document of one topic.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./topic.ts";

/** The policy of one topic. Ref is the topic's ARN; deleting it gives the topic its default policy back. */
export const topicInlinePolicyType: ResourceType = {
  typeName: "AWS::SNS::TopicInlinePolicy",
  properties: ["PolicyDocument", "TopicArn"],

  async create(properties, context) {
    return setPolicy(properties, context);
  },

  async read(physicalId, context) {
    const answer = await ifThere(() => context.aws.sns.getTopicAttributes({ TopicArn: physicalId }));
    const policy = answer?.Attributes?.["Policy"];
    if (policy === undefined || policy.includes(DEFAULT_ID)) return undefined;
    return { TopicArn: physicalId, PolicyDocument: JSON.parse(policy) as unknown };
  },

  async update(_physicalId, properties, _previous, context) {
    return setPolicy(properties, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() =>
      context.aws.sns.setTopicAttributes({ TopicArn: physicalId, AttributeName: "Policy", AttributeValue: "" }),
    );
  },
};

/** AWS: what the policy of a topic is called to which nobody has given one. */
const DEFAULT_ID = "__default_policy_ID";

async function setPolicy(properties: Properties, context: ResourceContext): Promise<ResourceState> {
  const TopicArn = String(properties["TopicArn"]);
  const document = properties["PolicyDocument"];
  if (document === undefined)
    throw new AwsError({ code: "InvalidParameterException", message: "Invalid parameter: PolicyDocument" });
  const AttributeValue = typeof document === "string" ? document : JSON.stringify(document);
  await context.aws.sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
  return { physicalId: TopicArn, attributes: { TopicArn } };
}

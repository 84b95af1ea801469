// Queues in the Resource Groups Tagging API.

import type { Scope } from "../../service/context.ts";
import type { Tagging } from "../../service/tagging.ts";
import { parseArn } from "../../kernel/arns.ts";
import { queueArn } from "./queues.ts";
import { listQueues } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "sqs",
  resourceType: "queue",
  *list(tx, scope: Scope) {
    for (const { name, tags } of listQueues(tx, scope)) yield { arn: queueArn(scope, name), tags };
  },
  async tag(aws, arn, tags) {
    const { QueueUrl } = await aws.sqs.getQueueUrl(addressOf(arn));
    return aws.sqs.tagQueue({ QueueUrl, Tags: { ...tags } });
  },
  async untag(aws, arn, keys) {
    const { QueueUrl } = await aws.sqs.getQueueUrl(addressOf(arn));
    return aws.sqs.untagQueue({ QueueUrl, TagKeys: [...keys] });
  },
};

function addressOf(arn: string): { QueueName: string; QueueOwnerAWSAccountId?: string } {
  const { resource = "", account } = parseArn(arn) ?? {};
  return { QueueName: resource, ...(account === undefined ? {} : { QueueOwnerAWSAccountId: account }) };
}

// ListDeadLetterSourceQueues: the queues that give their dead letters to this one.

import type {
  ListDeadLetterSourceQueuesCommandInput,
  ListDeadLetterSourceQueuesCommandOutput,
} from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { formatPageToken, parsePageToken, requirePageSize } from "../pages.ts";
import { readSettings } from "../queue.ts";
import { queueUrl, requireQueue } from "../queues.ts";
import { listQueues } from "../repo.ts";

export const listDeadLetterSourceQueues = defineOperation<
  Input<ListDeadLetterSourceQueuesCommandInput>,
  ListDeadLetterSourceQueuesCommandOutput
>("ListDeadLetterSourceQueues", (input, context) => {
  const queue = requireQueue(context, input.QueueUrl);
  requirePageSize(input.MaxResults);
  const after = parsePageToken(input.NextToken);
  const limit = input.MaxResults ?? LIMITS.listedQueues;
  const names = context.store.read((tx) => {
    const found: string[] = [];
    for (const record of listQueues(tx, queue.scope, after === undefined ? {} : { after })) {
      if (readSettings(record).redrive?.deadLetterTargetArn !== queue.arn) continue;
      found.push(record.name);
      if (found.length > limit) break;
    }
    return found;
  });
  const page = names.slice(0, limit);
  const last = page.at(-1);
  const hasNext = names.length > limit && input.MaxResults !== undefined && last !== undefined;
  return {
    queueUrls: page.map((name) => queueUrl(context, queue.scope, name)),
    ...(hasNext ? { NextToken: formatPageToken(last) } : {}),
  };
});

// ListQueues: URLs of the queues whose names begin with a prefix, in pages.

import type { ListQueuesCommandInput, ListQueuesCommandOutput } from "@aws-sdk/client-sqs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { formatPageToken, parsePageToken, requirePageSize } from "../pages.ts";
import { queueUrl } from "../queues.ts";
import { listQueues as listStoredQueues } from "../repo.ts";

export const listQueues = defineOperation<Input<ListQueuesCommandInput>, ListQueuesCommandOutput>(
  "ListQueues",
  (input, context) => {
    const { QueueNamePrefix: namePrefix = "", MaxResults: pageSize, NextToken: token } = input;
    requirePageSize(pageSize);
    const after = parsePageToken(token);
    const limit = pageSize ?? LIMITS.listedQueues;
    const names = context.store.read((tx) => {
      const found: string[] = [];
      for (const { name } of listStoredQueues(tx, context, { namePrefix, ...(after === undefined ? {} : { after }) })) {
        found.push(name);
        if (found.length > limit) break;
      }
      return found;
    });
    const page = names.slice(0, limit);
    const last = page.at(-1);
    // AWS: a token is given only to those who asked for pages.
    const hasNext = names.length > limit && pageSize !== undefined && last !== undefined;
    return {
      ...(page.length === 0 ? {} : { QueueUrls: page.map((name) => queueUrl(context, context, name)) }),
      ...(hasNext ? { NextToken: formatPageToken(last) } : {}),
    };
  },
);

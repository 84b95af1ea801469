// How each documented error of the Resource Groups Tagging API is provoked.

import { formatToken } from "../../../src/services/resourcegroupstaggingapi/pages.ts";
import { sweepOf, unprovokable } from "./table.ts";

const HOUR_MS = 3_600_000;

/** The errors sweep of the Resource Groups Tagging API. */
export const resourceGroupsTagging = sweepOf<{ readonly arn: string }>({
  service: "resource-groups-tagging-api",
  async prepare({ aws, account, name }) {
    const QueueName = name();
    await aws.sqs.createQueue({ QueueName });
    return { arn: `arn:aws:sqs:${account.region}:${account.account}:${QueueName}` };
  },
  inputs: {
    GetResources: () => ({}),
    GetTagKeys: () => ({}),
    GetTagValues: () => ({ Key: "key" }),
    TagResources: ({ arn }) => ({ ResourceARNList: [arn], Tags: { key: "value" } }),
    UntagResources: ({ arn }) => ({ ResourceARNList: [arn], TagKeys: ["key"] }),
  },
  everywhere: {
    InternalServiceException: unprovokable("It would be a bug of ours."),
    InvalidParameterException: (_, ask) => ask({ ResourceARNList: [], PaginationToken: "nothing" }),
    PaginationTokenExpiredException: ({ yard }, ask) =>
      ask({ PaginationToken: formatToken("last", yard.clock.nowMs() - HOUR_MS) }),
    ThrottledException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
  },
  operations: {},
});

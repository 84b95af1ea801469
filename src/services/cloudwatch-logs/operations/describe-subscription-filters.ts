// DescribeSubscriptionFilters: a group's filters by name; there are at most two. AWS: DescribeSubscriptionFilters.

import type {
  DescribeSubscriptionFiltersCommandInput,
  DescribeSubscriptionFiltersCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGroup } from "../log-group.ts";
import { listSubscriptions } from "../repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** What a page has when nothing is asked for. */
const DEFAULT_LIMIT = 50;

export const describeSubscriptionFilters = defineOperation<
  Input<DescribeSubscriptionFiltersCommandInput>,
  DescribeSubscriptionFiltersCommandOutput
>("DescribeSubscriptionFilters", (input, context) => {
  const { logGroupName, filterNamePrefix = "", limit = DEFAULT_LIMIT, nextToken } = input;
  const after = nextToken === undefined ? undefined : readPageToken(nextToken);
  const filters = context.store
    .read((tx) => [...listSubscriptions(tx, context, requireGroup(tx, context, logGroupName).groupId)])
    .filter(({ filterName }) => filterName.startsWith(filterNamePrefix) && (after === undefined || filterName > after));
  const page = filters.slice(0, limit);
  return {
    subscriptionFilters: page.map(
      ({ filterName, filterPattern, destinationArn, roleArn, distribution, createdAtMs }) => ({
        filterName,
        logGroupName,
        filterPattern,
        destinationArn,
        ...(roleArn === undefined ? {} : { roleArn }),
        distribution,
        creationTime: createdAtMs,
      }),
    ),
    ...(filters.length > limit ? { nextToken: writePageToken(page.at(-1)?.filterName ?? "") } : {}),
  };
});

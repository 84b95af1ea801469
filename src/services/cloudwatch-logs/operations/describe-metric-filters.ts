// DescribeMetricFilters: by name, of one group or of all; or by the metric that they make. AWS: DescribeMetricFilters (API reference).

import type {
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { requireGroup } from "../log-group.ts";
import { listGroups, listMetricFilters } from "../repo.ts";
import { readPageToken, writePageToken } from "../tokens.ts";

/** What a page has when nothing is asked for. */
const DEFAULT_LIMIT = 50;

export const describeMetricFilters = defineOperation<
  Input<DescribeMetricFiltersCommandInput>,
  DescribeMetricFiltersCommandOutput
>("DescribeMetricFilters", (input, context) => {
  const { logGroupName, filterNamePrefix = "", metricName, metricNamespace, limit = DEFAULT_LIMIT, nextToken } = input;
  // AWS: the two go together.
  if ((metricName === undefined) !== (metricNamespace === undefined))
    throw invalidParameter("metricName and metricNamespace must be specified together.");
  const after = nextToken === undefined ? "" : readPageToken(nextToken);
  const found = context.store
    .read((tx) => {
      const groups =
        logGroupName === undefined ? listGroups(tx, context, "") : [requireGroup(tx, context, logGroupName)];
      return [...groups].flatMap((group) =>
        [...listMetricFilters(tx, context, group.groupId)].map((filter) => ({ group, filter })),
      );
    })
    .filter(
      ({ filter: { filterName, metricTransformations } }) =>
        filterName.startsWith(filterNamePrefix) &&
        (metricName === undefined ||
          metricTransformations.some(
            (each) => each.metricName === metricName && each.metricNamespace === metricNamespace,
          )),
    )
    .map(({ group, filter }) => ({ group, filter, place: `${filter.filterName}:${group.logGroupName}` }))
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
    .filter(({ place }) => place > after);
  const page = found.slice(0, limit);
  return {
    metricFilters: page.map(({ group, filter: { filterName, filterPattern, metricTransformations, createdAtMs } }) => ({
      filterName,
      filterPattern,
      metricTransformations: [...metricTransformations],
      creationTime: createdAtMs,
      logGroupName: group.logGroupName,
      applyOnTransformedLogs: false,
    })),
    ...(found.length > limit ? { nextToken: writePageToken(page.at(-1)?.place ?? "") } : {}),
  };
});

// PutMetricFilter: metrics are made of the group's events from now on. AWS: PutMetricFilter (API reference).

import type { PutMetricFilterCommandInput, PutMetricFilterCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { limitExceeded, notImplemented } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern.ts";
import { requireGroup } from "../log-group.ts";
import { requireTransformation } from "../metric-filter.ts";
import { listMetricFilters, saveMetricFilter } from "../repo.ts";

/** LIMIT: AWS: PutMetricFilter: filters of one group. */
const MOST_FILTERS = 100;

export const putMetricFilter = defineOperation<Input<PutMetricFilterCommandInput>, PutMetricFilterCommandOutput>(
  "PutMetricFilter",
  (input, context) => {
    const { logGroupName, filterName, filterPattern, metricTransformations } = input;
    if (input.applyOnTransformedLogs === true) throw notImplemented("log transformers");
    if (input.fieldSelectionCriteria !== undefined || (input.emitSystemFieldDimensions ?? []).length > 0)
      throw notImplemented("field selection in metric filters");
    const pattern = parseFilterPattern(filterPattern);
    for (const transformation of metricTransformations) requireTransformation(pattern, transformation);
    context.store.write((tx) => {
      const { groupId } = requireGroup(tx, context, logGroupName);
      const present = [...listMetricFilters(tx, context, groupId)];
      const previous = present.find((filter) => filter.filterName === filterName);
      if (previous === undefined && present.length >= MOST_FILTERS) throw limitExceeded();
      saveMetricFilter(tx, context, groupId, {
        v: 1,
        filterName,
        filterPattern,
        metricTransformations,
        createdAtMs: previous?.createdAtMs ?? context.clock.nowMs(),
      });
    });
    return {};
  },
);

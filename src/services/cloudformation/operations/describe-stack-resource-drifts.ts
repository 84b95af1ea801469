// DescribeStackResourceDrifts.

import type {
  DescribeStackResourceDriftsCommandInput,
  DescribeStackResourceDriftsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { currentDrifts, describeDrift } from "../drift/results.ts";
import { pageOf } from "../paging.ts";
import { requireStackNamed } from "../stacks.ts";

// LIMIT: the API's largest page, which is also what a request without MaxResults gets.
const PAGE = 100;

/** What was found of each resource that was checked, page by page. */
export const describeStackResourceDrifts = defineOperation<
  Input<DescribeStackResourceDriftsCommandInput>,
  DescribeStackResourceDriftsCommandOutput
>("DescribeStackResourceDrifts", (input, context) =>
  context.store.read((tx) => {
    const { stackId } = requireStackNamed(tx, context, input.StackName);
    const statuses = input.StackResourceDriftStatusFilters;
    const drifts = [...currentDrifts(tx, context, stackId).values()].filter(
      (drift) => statuses === undefined || statuses.includes(drift.status),
    );
    const { items, ...next } = pageOf(drifts, input.NextToken, input.MaxResults ?? PAGE);
    return { StackResourceDrifts: items.map((drift) => describeDrift(stackId, drift)), ...next };
  }),
);

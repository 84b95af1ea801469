// ListStackRefactors.

import type { ListStackRefactorsCommandInput, ListStackRefactorsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOf } from "../paging.ts";
import { summarizeRefactor, withObsolescence } from "../refactor/show.ts";
import { listRefactors } from "../repo.ts";

// LIMIT: AWS's largest page.
const PAGE = 100;

/** All refactors, newest first. AWS: obsolete ones are not listed unless they are asked for (observed). */
export const listStackRefactors = defineOperation<
  Input<ListStackRefactorsCommandInput>,
  ListStackRefactorsCommandOutput
>("ListStackRefactors", ({ ExecutionStatusFilter: statuses = [], MaxResults = PAGE, NextToken }, context) =>
  context.store.read((tx) => {
    const refactors = listRefactors(tx, context)
      .map((refactor) => withObsolescence(tx, context, refactor))
      .filter(({ executionStatus: status }) =>
        statuses.length === 0 ? status !== "OBSOLETE" : statuses.includes(status),
      )
      .sort((left, right) => right.createdAtMs - left.createdAtMs);
    const { items, ...next } = pageOf(refactors, NextToken, MaxResults);
    return { StackRefactorSummaries: items.map((refactor) => summarizeRefactor(refactor)), ...next };
  }),
);

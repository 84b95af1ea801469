// ListStackSetOperationResults.

import type {
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationResultsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf, requireOperation, requireStackSet } from "../find.ts";
import { listResults } from "../repo.ts";
import { showResult } from "../show.ts";

const PAGE = 100;

/** Lists what an operation did in each account and region. */
export const listStackSetOperationResults = defineOperation<
  Input<ListStackSetOperationResultsCommandInput>,
  ListStackSetOperationResultsCommandOutput
>("ListStackSetOperationResults", async (input, context) => {
  const { StackSetName, OperationId, Filters = [], NextToken: token, MaxResults = PAGE } = input;
  const administrator = await administratorOf(context, input.CallAs);
  return context.store.read<Output<ListStackSetOperationResultsCommandOutput>>((tx) => {
    const stackSet = requireStackSet(tx, administrator, StackSetName);
    const { id } = requireOperation(tx, administrator, stackSet, OperationId);
    const passing = listResults(tx, administrator, stackSet.id, id).filter(({ result }) =>
      Filters.every(({ Values }) => Values === undefined || result.status === Values),
    );
    const { items, ...next } = pageOf(passing, token, MaxResults);
    return { Summaries: items.map(({ result }) => showResult(result)), ...next };
  });
});

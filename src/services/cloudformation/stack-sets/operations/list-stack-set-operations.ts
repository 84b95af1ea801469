// ListStackSetOperations.

import type {
  ListStackSetOperationsCommandInput,
  ListStackSetOperationsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf, requireStackSet } from "../find.ts";
import { listOperations } from "../repo.ts";
import { summarizeOperation } from "../show.ts";

const PAGE = 100;

/** Lists a stack set's operations, the newest first. */
export const listStackSetOperations = defineOperation<
  Input<ListStackSetOperationsCommandInput>,
  ListStackSetOperationsCommandOutput
>("ListStackSetOperations", async ({ StackSetName, CallAs, NextToken: token, MaxResults = PAGE }, context) => {
  const administrator = await administratorOf(context, CallAs);
  return context.store.read<Output<ListStackSetOperationsCommandOutput>>((tx) => {
    const { id } = requireStackSet(tx, administrator, StackSetName);
    const { items, ...next } = pageOf(listOperations(tx, administrator, id).toReversed(), token, MaxResults);
    return { Summaries: items.map((each) => summarizeOperation(tx, administrator, id, each)), ...next };
  });
});

// ListStackInstances.

import type { ListStackInstancesCommandInput, ListStackInstancesCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf, requireStackSet } from "../find.ts";
import type { StackInstanceRecord } from "../records.ts";
import { listInstances } from "../repo.ts";
import { summarizeInstance } from "../show.ts";

const PAGE = 100;

/** Lists a stack set's instances, all or those that pass every filter. */
export const listStackInstances = defineOperation<
  Input<ListStackInstancesCommandInput>,
  ListStackInstancesCommandOutput
>("ListStackInstances", async (input, context) => {
  const { StackSetName, StackInstanceAccount, StackInstanceRegion, Filters = [], MaxResults = PAGE } = input;
  const administrator = await administratorOf(context, input.CallAs);
  return context.store.read<Output<ListStackInstancesCommandOutput>>((tx) => {
    const { id } = requireStackSet(tx, administrator, StackSetName);
    const passing = listInstances(tx, administrator, id).filter(
      (instance) =>
        (StackInstanceAccount === undefined || instance.account === StackInstanceAccount) &&
        (StackInstanceRegion === undefined || instance.region === StackInstanceRegion) &&
        Filters.every(({ Name, Values }) => Name === undefined || valueOf(instance, Name) === Values),
    );
    const { items, ...next } = pageOf(passing, input.NextToken, MaxResults);
    return { Summaries: items.map((each) => summarizeInstance(id, each)), ...next };
  });
});

function valueOf(
  { detailedStatus, lastOperationId, driftStatus }: StackInstanceRecord,
  name: "DETAILED_STATUS" | "LAST_OPERATION_ID" | "DRIFT_STATUS",
): string {
  if (name === "DETAILED_STATUS") return detailedStatus;
  return name === "LAST_OPERATION_ID" ? lastOperationId : driftStatus;
}

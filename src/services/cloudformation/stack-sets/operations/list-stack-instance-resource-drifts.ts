// ListStackInstanceResourceDrifts.

import type {
  ListStackInstanceResourceDriftsCommandInput,
  ListStackInstanceResourceDriftsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf, requireActive, requireInstance, requireOperation } from "../find.ts";
import { loadFoundDrifts } from "../repo.ts";

const PAGE = 100;

/** Lists what a drift operation found of an instance's resources. */
export const listStackInstanceResourceDrifts = defineOperation<
  Input<ListStackInstanceResourceDriftsCommandInput>,
  ListStackInstanceResourceDriftsCommandOutput
>("ListStackInstanceResourceDrifts", async (input, context) => {
  const { StackInstanceAccount: account, StackInstanceRegion: region, OperationId: operationId } = input;
  const { StackInstanceResourceDriftStatuses: wanted, MaxResults = PAGE } = input;
  const administrator = await administratorOf(context, input.CallAs);
  return context.store.read<Output<ListStackInstanceResourceDriftsCommandOutput>>((tx) => {
    const stackSet = requireActive(tx, administrator, input.StackSetName);
    requireInstance(tx, administrator, stackSet, { account, region });
    requireOperation(tx, administrator, stackSet, operationId);
    const found = loadFoundDrifts(tx, administrator, stackSet.id, { account, region, operationId });
    const passing = found.filter(
      ({ StackResourceDriftStatus: status }) =>
        wanted === undefined || (status !== undefined && wanted.includes(status)),
    );
    const { items, ...next } = pageOf(passing, input.NextToken, MaxResults);
    return { Summaries: items, ...next };
  });
});

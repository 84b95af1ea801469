// ListStackSetAutoDeploymentTargets.

import type {
  ListStackSetAutoDeploymentTargetsCommandInput,
  ListStackSetAutoDeploymentTargetsCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input, Output } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf, requireActive } from "../find.ts";

const PAGE = 100;

/** Lists the units, with their regions, that automatic deployment keeps up with. */
export const listStackSetAutoDeploymentTargets = defineOperation<
  Input<ListStackSetAutoDeploymentTargetsCommandInput>,
  ListStackSetAutoDeploymentTargetsCommandOutput
>("ListStackSetAutoDeploymentTargets", async (input, context) => {
  const { StackSetName, CallAs, NextToken: token, MaxResults = PAGE } = input;
  const administrator = await administratorOf(context, CallAs);
  return context.store.read<Output<ListStackSetAutoDeploymentTargetsCommandOutput>>((tx) => {
    const { targets } = requireActive(tx, administrator, StackSetName);
    const { items, ...next } = pageOf(targets, token, MaxResults);
    const Summaries = items.map(({ unitId, regions }) => ({ OrganizationalUnitId: unitId, Regions: [...regions] }));
    return { Summaries, ...next };
  });
});

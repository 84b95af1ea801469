// ListStackSets.

import type { ListStackSetsCommandInput, ListStackSetsCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { pageOf } from "../../paging.ts";
import { administratorOf } from "../find.ts";
import type { StackSetRecord } from "../records.ts";
import { listStackSets as loadStackSets } from "../repo.ts";
import { summarizeStackSet } from "../show.ts";

/** AWS: the largest page, which is the default one as well. */
const PAGE = 100;

/** Lists the administrator's stack sets. */
export const listStackSets = defineOperation<Input<ListStackSetsCommandInput>, ListStackSetsCommandOutput>(
  "ListStackSets",
  async ({ Status, CallAs, NextToken: token, MaxResults = PAGE }, context) => {
    const administrator = await administratorOf(context, CallAs);
    const all = context.store
      .read<StackSetRecord[]>((tx) => loadStackSets(tx, administrator))
      .filter(
        ({ status, permissionModel }) =>
          (Status === undefined || status === Status) &&
          // A delegated administrator sees those that the organization's services manage.
          (CallAs !== "DELEGATED_ADMIN" || permissionModel === "SERVICE_MANAGED"),
      );
    const { items, ...next } = pageOf(all, token, MaxResults);
    return { Summaries: items.map((each) => summarizeStackSet(each)), ...next };
  },
);

// ListFunctions: the functions of the account, in one stage or in both.

import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidArgument } from "../errors.ts";
import { functionShape } from "../functions/functions.ts";
import { pageOf } from "../pages.ts";
import { listFunctions as allFunctions } from "../repo.ts";

export const listFunctions = defineOperation<Input<ListFunctionsCommandInput>, ListFunctionsCommandOutput>(
  "ListFunctions",
  (input, { store, account }) =>
    store.read((tx) => {
      const { Stage } = input;
      if (Stage !== undefined && Stage !== "DEVELOPMENT" && Stage !== "LIVE")
        throw invalidArgument("The parameter Stage is invalid.");
      const all = allFunctions(tx, account).flatMap((record) => {
        const stages = record.live === undefined ? (["DEVELOPMENT"] as const) : (["DEVELOPMENT", "LIVE"] as const);
        return stages.filter((stage) => Stage === undefined || stage === Stage).map((stage) => ({ record, stage }));
      });
      const { items, members } = pageOf(all, ({ record, stage }) => `${record.name}/${stage}`, input, false);
      const Items = items.map(({ record, stage }) => functionShape(tx, account, record, stage));
      return { FunctionList: { ...members, Quantity: Items.length, ...(Items.length > 0 && { Items }) } };
    }),
);

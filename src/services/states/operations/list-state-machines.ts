// ListStateMachines: the machines of the account and region, in pages.

import type { ListStateMachinesCommandInput, ListStateMachinesCommandOutput } from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { machineArn } from "../arns.ts";
import { page } from "../pages.ts";
import { listMachines } from "../repo.ts";

export const listStateMachines = defineOperation<Input<ListStateMachinesCommandInput>, ListStateMachinesCommandOutput>(
  "ListStateMachines",
  (input, context) =>
    context.store.read((tx) => {
      const { items, next } = page(
        input,
        (after) => listMachines(tx, context, after),
        ({ name }) => name,
      );
      return {
        stateMachines: items.map(({ name, type, createdAtMs }) => ({
          stateMachineArn: machineArn(context, name),
          name,
          type,
          creationDate: new Date(createdAtMs),
        })),
        ...next,
      };
    }),
);

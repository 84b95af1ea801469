// DeleteStackSet.

import type { DeleteStackSetCommandInput, DeleteStackSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { stackSetNotEmpty } from "../errors.ts";
import { administratorOf } from "../find.ts";
import { findStackSet, listInstances, saveStackSet } from "../repo.ts";
import { requireIdle } from "../start.ts";

/** Deletes a stack set that has no instances any more; one that is not there is deleted already. */
export const deleteStackSet = defineOperation<Input<DeleteStackSetCommandInput>, DeleteStackSetCommandOutput>(
  "DeleteStackSet",
  async (input, context) => {
    const administrator = await administratorOf(context, input.CallAs);
    context.store.write<void>((tx) => {
      const stackSet = findStackSet(tx, administrator, input.StackSetName);
      if (stackSet?.status !== "ACTIVE") return;
      // One that a delegated administrator does not see is not there for it.
      if (administrator.isDelegated === true && stackSet.permissionModel !== "SERVICE_MANAGED") return;
      requireIdle(tx, administrator, { ...stackSet, hasManagedExecution: false });
      if (listInstances(tx, administrator, stackSet.id).length > 0) throw stackSetNotEmpty();
      saveStackSet(tx, administrator, { ...stackSet, status: "DELETED" });
    });
    return {};
  },
);

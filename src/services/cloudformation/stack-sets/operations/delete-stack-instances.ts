// DeleteStackInstances.

import type {
  DeleteStackInstancesCommandInput,
  DeleteStackInstancesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf } from "../find.ts";
import { deleteInstances } from "../instances.ts";

/** Deletes instances, with their stacks or, by RetainStacks, without. */
export const deleteStackInstances = defineOperation<
  Input<DeleteStackInstancesCommandInput>,
  DeleteStackInstancesCommandOutput
>("DeleteStackInstances", async (input, context) =>
  deleteInstances({ context, administrator: await administratorOf(context, input.CallAs) }, input, input.RetainStacks),
);

// UpdateStackInstances.

import type {
  UpdateStackInstancesCommandInput,
  UpdateStackInstancesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf } from "../find.ts";
import { updateInstances } from "../instances.ts";

/** Changes what instances override, and deploys them again. */
export const updateStackInstances = defineOperation<
  Input<UpdateStackInstancesCommandInput>,
  UpdateStackInstancesCommandOutput
>("UpdateStackInstances", async (input, context) =>
  updateInstances({ context, administrator: await administratorOf(context, input.CallAs) }, input),
);

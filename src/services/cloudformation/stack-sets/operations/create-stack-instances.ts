// CreateStackInstances.

import type {
  CreateStackInstancesCommandInput,
  CreateStackInstancesCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf } from "../find.ts";
import { createInstances } from "../instances.ts";

/** Makes instances in each of the accounts in each of the regions; those that are there already are brought up to date. */
export const createStackInstances = defineOperation<
  Input<CreateStackInstancesCommandInput>,
  CreateStackInstancesCommandOutput
>("CreateStackInstances", async (input, context) =>
  createInstances({ context, administrator: await administratorOf(context, input.CallAs) }, input),
);

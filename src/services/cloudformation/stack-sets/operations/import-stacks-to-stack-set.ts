// ImportStacksToStackSet.

import type {
  ImportStacksToStackSetCommandInput,
  ImportStacksToStackSetCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { administratorOf } from "../find.ts";
import { importStacks } from "../import.ts";

/** Makes stacks that stand already instances of a stack set. */
export const importStacksToStackSet = defineOperation<
  Input<ImportStacksToStackSetCommandInput>,
  ImportStacksToStackSetCommandOutput
>("ImportStacksToStackSet", async (input, context) =>
  importStacks({ context, administrator: await administratorOf(context, input.CallAs) }, input),
);

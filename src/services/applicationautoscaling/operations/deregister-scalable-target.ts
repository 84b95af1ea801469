// DeregisterScalableTarget: a target is not scaled any more; its policies, alarms and scheduled actions go with it.

import type {
  DeregisterScalableTargetCommandInput,
  DeregisterScalableTargetCommandOutput,
} from "@aws-sdk/client-application-auto-scaling";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseKey } from "../dimensions.ts";
import { targetNotThere } from "../errors.ts";
import { loadTarget } from "../repo.ts";
import { forgetTarget } from "../targets.ts";

export const deregisterScalableTarget = defineOperation<
  Input<DeregisterScalableTargetCommandInput>,
  DeregisterScalableTargetCommandOutput
>("DeregisterScalableTarget", async (input, context) => {
  const key = parseKey(input);
  const target = context.store.read((tx) => loadTarget(tx, context, key));
  if (target === undefined) throw targetNotThere(key);
  await forgetTarget(context, context, target);
  return {};
});

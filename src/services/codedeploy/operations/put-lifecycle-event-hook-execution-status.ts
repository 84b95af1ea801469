// PutLifecycleEventHookExecutionStatus: a function says how its hook went.

import type {
  PutLifecycleEventHookExecutionStatusCommandInput,
  PutLifecycleEventHookExecutionStatusCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeployment } from "../deployments.ts";
import { hookCompleted, invalidHookId, invalidHookStatus } from "../errors.ts";
import { hookReported } from "../flow.ts";
import { required } from "../validation.ts";

export const putLifecycleEventHookExecutionStatus = defineOperation<
  Input<PutLifecycleEventHookExecutionStatusCommandInput>,
  PutLifecycleEventHookExecutionStatusCommandOutput
>(
  "PutLifecycleEventHookExecutionStatus",
  ({ deploymentId, lifecycleEventHookExecutionId: executionId, status }, context) => {
    if (deploymentId === undefined) throw required("deploymentId");
    if (executionId === undefined) throw required("lifecycleEventHookExecutionId");
    const deployment = context.store.read((tx) => requireDeployment(tx, context, deploymentId));
    const event = deployment.events.find((each) => each.executionId === executionId);
    if (event === undefined) throw invalidHookId("The lifecycle event hook execution ID is not of this deployment.");
    // AWS: PutLifecycleEventHookExecutionStatus, status: Succeeded and Failed only, although the shape has more.
    if (status !== "Succeeded" && status !== "Failed")
      throw invalidHookStatus("The status of a hook must be Succeeded or Failed.");
    if (event.status !== "InProgress") throw hookCompleted("The lifecycle event has already been completed.");
    hookReported(context, context, deployment, event, status === "Succeeded");
    return { lifecycleEventHookExecutionId: executionId };
  },
);

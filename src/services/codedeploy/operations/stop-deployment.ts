// StopDeployment: ends a deployment where it stands, or takes it back.

import type { StopDeploymentCommandInput, StopDeploymentCommandOutput } from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireDeployment } from "../deployments.ts";
import { deploymentCompleted } from "../errors.ts";
import { endDeployment } from "../flow.ts";

export const stopDeployment = defineOperation<Input<StopDeploymentCommandInput>, StopDeploymentCommandOutput>(
  "StopDeployment",
  ({ deploymentId, autoRollbackEnabled }, context) => {
    const { status } = context.store.read((tx) => requireDeployment(tx, context, deploymentId));
    if (status !== "Created" && status !== "InProgress") throw deploymentCompleted(deploymentId);
    // AWS: recorded from GetDeployment.
    const message = "The deployment was stopped by the user.";
    endDeployment(context, context, deploymentId, "Stopped", { code: "MANUAL_STOP", message }, autoRollbackEnabled);
    return {
      status: "Succeeded",
      statusMessage: "No more commands will be scheduled for execution in the deployment instances",
    };
  },
);

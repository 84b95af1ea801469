// CreateDeployment: keeps the API as it is now, and serves it under a stage where the request names one.

import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import { deploy } from "../deployments.ts";
import { newPartId } from "../finding.ts";
import { deploymentShape } from "../shapes.ts";

export const createDeployment = defineOperation<Input<CreateDeploymentCommandInput>, CreateDeploymentCommandOutput>(
  "CreateDeployment",
  (input, context) => {
    const { clock, random, store } = context;
    const deployment = store.write((tx) =>
      once(tx, context, "CreateDeployment", () => deploy(tx, context, input, newPartId(random), clock.nowMs())),
    );
    return deploymentShape(deployment);
  },
);

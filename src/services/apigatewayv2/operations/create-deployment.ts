// CreateDeployment: keeps routes and integrations as they are now, and points a stage there if one is named.

import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { newPartId, partsToServe, requireApi, requirePart } from "../apis.ts";
import { badRequest } from "../errors.ts";
import type { DeploymentRecord } from "../records.ts";
import { savePart } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const createDeployment = defineOperation<Input<CreateDeploymentCommandInput>, CreateDeploymentCommandOutput>(
  "CreateDeployment",
  ({ ApiId, Description, StageName }, context) => {
    const { clock, random, store } = context;
    const nowMs = clock.nowMs();
    const deploy = (tx: WriteTx): DeploymentRecord => {
      requireApi(tx, context, ApiId);
      const served = partsToServe(tx, context, ApiId);
      if (served.routes.length === 0) throw badRequest("Unable to deploy API because no routes exist in this API");
      const record: DeploymentRecord = {
        v: 1,
        deploymentId: newPartId(random),
        createdAtMs: nowMs,
        ...served,
        ...(Description === undefined ? {} : { description: Description }),
      };
      savePart(tx, context, ApiId, "deployment", record.deploymentId, record);
      if (StageName !== undefined) {
        const stage = requirePart(tx, context, ApiId, "stage", StageName);
        if (stage.isAutoDeployed)
          throw badRequest("Deployment ID cannot be set on stage because it has AutoDeploy enabled");
        savePart(tx, context, ApiId, "stage", StageName, {
          ...stage,
          deploymentId: record.deploymentId,
          updatedAtMs: nowMs,
        });
      }
      return record;
    };
    const deployment = store.write((tx) => once(tx, context, "CreateDeployment", () => deploy(tx)));
    return deploymentShape(deployment);
  },
);

// GetDeployment: one deployment; with `embed`, its paths' methods.

import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { apiSummary } from "../deployments.ts";
import { parseEmbed } from "../embed.ts";
import { requirePart } from "../finding.ts";
import { loadSnapshot } from "../repo.ts";
import { deploymentShape } from "../shapes.ts";

export const getDeployment = defineOperation<Input<GetDeploymentCommandInput>, GetDeploymentCommandOutput>(
  "GetDeployment",
  (input, context) => {
    const { restApiId, deploymentId } = input;
    const hasSummary = parseEmbed(input.embed, ["apisummary"]).has("apisummary");
    return context.store.read((tx) => {
      const deployment = requirePart(tx, context, restApiId, "deployment", deploymentId);
      const snapshot = hasSummary ? loadSnapshot(tx, context, restApiId, deploymentId) : undefined;
      return {
        ...deploymentShape(deployment),
        ...(snapshot === undefined ? {} : { apiSummary: apiSummary(snapshot) }),
      };
    });
  },
);

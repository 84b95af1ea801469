// CreateDeploymentConfig: how traffic moves, by a name of its own.

import type {
  CreateDeploymentConfigCommandInput,
  CreateDeploymentConfigCommandOutput,
} from "@aws-sdk/client-codedeploy";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePlatform } from "../applications.ts";
import { isPredefined, parseTraffic } from "../configs.ts";
import { configExists } from "../errors.ts";
import { loadConfig, saveConfig } from "../repo.ts";

export const createDeploymentConfig = defineOperation<
  Input<CreateDeploymentConfigCommandInput>,
  CreateDeploymentConfigCommandOutput
>("CreateDeploymentConfig", ({ deploymentConfigName: name, computePlatform, trafficRoutingConfig }, context) => {
  requirePlatform(computePlatform);
  const traffic = parseTraffic(trafficRoutingConfig);
  return context.store.write((tx) => {
    if (isPredefined(name) || loadConfig(tx, context, name) !== undefined) throw configExists(name);
    const id = context.random.uuid();
    saveConfig(tx, context, { v: 1, name, id, createdAtMs: context.clock.nowMs(), traffic });
    return { deploymentConfigId: id };
  });
});

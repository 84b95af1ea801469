// UpdateFunctionConfiguration: changes what "$LATEST" runs with.

import type {
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeVersion, readConfiguration, requireLogging } from "../configuration.ts";
import { requireDurable, readDurableConfig } from "../durable/config.ts";
import { requireTarget } from "../functions.ts";
import { updateLatest } from "../latest.ts";
import { keepLayers, requireCombinedSize } from "../layers/layers.ts";
import { parseFunctionName } from "../names.ts";
import { releaseInterfaces, settleInterfaces } from "../network/interfaces.ts";
import { requireNetwork } from "../network/vpc-config.ts";
import { requireRole } from "../roles.ts";

export const updateFunctionConfiguration = defineOperation<
  Input<UpdateFunctionConfigurationCommandInput>,
  UpdateFunctionConfigurationCommandOutput
>("UpdateFunctionConfiguration", async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  const { version } = context.store.read((tx) => requireTarget(tx, { scope, name }));
  const changes = readConfiguration(input, (runtime) => context.sandboxes.supports(runtime));
  requireLogging(version, changes);
  requireDurable(input.DurableConfig, version);
  if (input.Role !== undefined) await requireRole(context, scope, input.Role, name);
  // AWS: "UpdateFunctionConfiguration", Layers: the list takes the place of the present one.
  const layers = input.Layers && context.store.read((tx) => keepLayers(tx, scope, version.layers, input.Layers ?? []));
  await requireCombinedSize(context, version.code, layers);
  const role = input.Role ?? version.role;
  const network = await requireNetwork(context, { scope, name, role }, input.VpcConfig);
  const latest = updateLatest(context, reference, { revisionId: input.RevisionId }, (present) => {
    const durable = readDurableConfig(input.DurableConfig, present.durable);
    return {
      ...changes,
      ...(layers === undefined ? {} : { layers }),
      ...(durable === undefined ? {} : { durable }),
      // AWS: VpcConfig with empty lists takes a function out of its VPC.
      ...(input.VpcConfig === undefined ? {} : { network }),
    };
  });
  if (input.VpcConfig !== undefined) {
    context.store.write((tx) => settleInterfaces(tx, context, scope, [version, latest]));
    await releaseInterfaces(context, scope);
  }
  return describeVersion(scope, name, latest, { progress: "updating" });
});

// CreateFunction: keeps the code and the configuration of a new function.

import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takeCode } from "../code.ts";
import { DEFAULT_CONFIGURATION, describeVersion, readConfiguration, requireLogging } from "../configuration.ts";
import { readDurableConfig } from "../durable/config.ts";
import { functionExists, invalidParameter, notSupported } from "../errors.ts";
import { readLayers, requireCombinedSize } from "../layers/layers.ts";
import { LATEST, parseFunctionName } from "../names.ts";
import { settleInterfaces } from "../network/interfaces.ts";
import { requireNetwork } from "../network/vpc-config.ts";
import type { VersionRecord } from "../records.ts";
import { loadFunction, saveFunction, saveVersion } from "../repo.ts";
import { requireRole } from "../roles.ts";

// DEVIATION: AWS makes a function in some seconds, in state Pending. Here it is Active when this answers; the answer
// says Pending all the same, as clients expect it to.
export const createFunction = defineOperation<Input<CreateFunctionCommandInput>, CreateFunctionCommandOutput>(
  "CreateFunction",
  async (input, context) => {
    const { scope, name } = parseFunctionName(input.FunctionName, context);
    if (input.PackageType === "Image") throw notSupported("container images");
    if (input.CodeSigningConfigArn !== undefined && input.CodeSigningConfigArn !== "")
      throw notSupported("code signing");
    if (input.TenancyConfig !== undefined) throw notSupported("tenant isolation");
    if (input.PublishTo !== undefined) throw notSupported("PublishTo");
    const { Runtime: runtime, Handler: handler, Role: role } = input;
    if (runtime === undefined || handler === undefined)
      throw invalidParameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
      );
    const given = readConfiguration(input, (wanted) => context.sandboxes.supports(wanted));
    requireLogging({}, given);
    const durable = readDurableConfig(input.DurableConfig, undefined);
    if (context.store.read((tx) => loadFunction(tx, scope, name)) !== undefined) throw functionExists(name);
    await requireRole(context, scope, role, name);
    const layers = context.store.read((tx) => readLayers(tx, scope, input.Layers ?? []));
    const code = await takeCode(context, input.Code);
    await requireCombinedSize(context, code, layers);
    const network = await requireNetwork(context, { scope, name, role }, input.VpcConfig);
    const nowMs = context.clock.nowMs();
    const version: VersionRecord = {
      ...DEFAULT_CONFIGURATION,
      ...given,
      v: 1,
      version: LATEST,
      runtime,
      handler,
      role,
      ...(layers.length === 0 ? {} : { layers }),
      ...(durable === undefined ? {} : { durable }),
      ...(network === undefined ? {} : { network }),
      architecture: input.Architectures?.[0] ?? DEFAULT_CONFIGURATION.architecture,
      code,
      modifiedAtMs: nowMs,
      revisionId: context.random.uuid(),
    };
    const shown = context.store.write((tx) => {
      // RACE: another request may have made it while the code was on its way.
      if (loadFunction(tx, scope, name) !== undefined) throw functionExists(name);
      const lastVersion = input.Publish === true ? 1 : 0;
      saveFunction(tx, scope, { v: 1, name, id: context.random.hex(16), lastVersion, tags: input.Tags ?? {} });
      saveVersion(tx, scope, name, version);
      settleInterfaces(tx, context, scope, [version]);
      if (input.Publish !== true) return version;
      const published = { ...version, version: "1", revisionId: context.random.uuid() };
      saveVersion(tx, scope, name, published);
      return published;
    });
    context.sandboxes.prepare(runtime);
    return describeVersion(scope, name, shown, { progress: "creating" });
  },
);

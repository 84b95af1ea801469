// PublishLayerVersion: keeps content as the next version of a layer, which it makes if it is new.

import type { PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { once } from "../../../service/once.ts";
import { defineOperation } from "../../../service/service.ts";
import type { WriteTx } from "../../../store/store.ts";
import { takeCode } from "../code.ts";
import { describeLayerContent } from "../layers/layers.ts";
import { parseLayerName } from "../layers/names.ts";
import { loadLayer, saveLayer, saveLayerVersion } from "../layers/repo.ts";
import type { LayerVersionRecord } from "../layers/repo.ts";

export const publishLayerVersion = defineOperation<
  Input<PublishLayerVersionCommandInput>,
  PublishLayerVersionCommandOutput
>("PublishLayerVersion", async (input, context) => {
  const layer = parseLayerName(input.LayerName, context);
  const code = await takeCode(context, input.Content);
  const publish = (tx: WriteTx): LayerVersionRecord => {
    const version = (loadLayer(tx, layer)?.lastVersion ?? 0) + 1;
    const next: LayerVersionRecord = {
      v: 1,
      version,
      description: input.Description ?? "",
      ...(input.LicenseInfo === undefined ? {} : { licenseInfo: input.LicenseInfo }),
      ...(input.CompatibleRuntimes === undefined ? {} : { runtimes: input.CompatibleRuntimes }),
      ...(input.CompatibleArchitectures === undefined ? {} : { architectures: input.CompatibleArchitectures }),
      code,
      createdAtMs: context.clock.nowMs(),
    };
    saveLayer(tx, layer.scope, { v: 1, name: layer.name, lastVersion: version });
    saveLayerVersion(tx, layer, next);
    return next;
  };
  const record = context.store.write((tx) => once(tx, context, "PublishLayerVersion", () => publish(tx)));
  return describeLayerContent(context, layer, record);
});

// GetLayerVersion: one version of a layer, and where its content can be downloaded.

import type { GetLayerVersionCommandInput, GetLayerVersionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeLayerContent, requireLayerVersion } from "../layers/layers.ts";
import { parseLayerName } from "../layers/names.ts";

export const getLayerVersion = defineOperation<Input<GetLayerVersionCommandInput>, GetLayerVersionCommandOutput>(
  "GetLayerVersion",
  (input, context) => {
    const layer = parseLayerName(input.LayerName, context);
    const record = context.store.read((tx) => requireLayerVersion(tx, { ...layer, version: input.VersionNumber }));
    return describeLayerContent(context, layer, record);
  },
);

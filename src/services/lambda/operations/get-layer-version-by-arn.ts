// GetLayerVersionByArn: one version of a layer, perhaps of another account's.

import type { GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeLayerContent, requireLayerVersion } from "../layers/layers.ts";
import { requireLayerVersionArn } from "../layers/names.ts";

export const getLayerVersionByArn = defineOperation<
  Input<GetLayerVersionByArnCommandInput>,
  GetLayerVersionByArnCommandOutput
>("GetLayerVersionByArn", (input, context) => {
  const reference = requireLayerVersionArn(input.Arn);
  const record = context.store.read((tx) => requireLayerVersion(tx, reference));
  return describeLayerContent(context, reference, record);
});

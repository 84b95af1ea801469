// DeleteLayerVersion: takes a version away from those who would use it; functions that have it keep it.

import type { DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseLayerName } from "../layers/names.ts";
import { removeLayerVersion } from "../layers/repo.ts";

// AWS: "DeleteLayerVersion" has no error for a version that is not there.
export const deleteLayerVersion = defineOperation<
  Input<DeleteLayerVersionCommandInput>,
  DeleteLayerVersionCommandOutput
>("DeleteLayerVersion", (input, context) => {
  const layer = parseLayerName(input.LayerName, context);
  context.store.write((tx) => removeLayerVersion(tx, { ...layer, version: input.VersionNumber }));
  return {};
});

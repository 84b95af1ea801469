// ListLayerVersions: the versions of a layer, the newest first.

import type { ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeLayerVersion, isCompatible } from "../layers/layers.ts";
import { parseLayerName } from "../layers/names.ts";
import { listLayerVersions as listRecords } from "../layers/repo.ts";
import { pageOf, readMarker } from "../pages.ts";

// AWS: a layer that is not there has no versions; it is no error.
export const listLayerVersions = defineOperation<Input<ListLayerVersionsCommandInput>, ListLayerVersionsCommandOutput>(
  "ListLayerVersions",
  (input, context) => {
    const layer = parseLayerName(input.LayerName, context);
    const after = readMarker(input.Marker);
    return context.store.read((tx) => {
      const records = [...listRecords(tx, layer, after === undefined ? undefined : Number(after))];
      const matching = records.filter((record) => isCompatible(record, input));
      const page = pageOf(matching, input.MaxItems, ({ version }) => String(version));
      return {
        LayerVersions: page.items.map((record) => describeLayerVersion(layer, record)),
        ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
      };
    });
  },
);

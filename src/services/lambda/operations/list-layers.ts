// ListLayers: the account's layers, each with its newest version.

import type { ListLayersCommandInput, ListLayersCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeLayerVersion, isCompatible } from "../layers/layers.ts";
import { layerArn } from "../layers/names.ts";
import { listLayerVersions, listLayers as listRecords } from "../layers/repo.ts";
import { pageOf, readMarker } from "../pages.ts";

export const listLayers = defineOperation<Input<ListLayersCommandInput>, ListLayersCommandOutput>(
  "ListLayers",
  (input, context) => {
    const after = readMarker(input.Marker);
    return context.store.read((tx) => {
      // A layer whose versions were all deleted is not shown.
      function* matching() {
        for (const { name } of listRecords(tx, context, after)) {
          const layer = { scope: context, name };
          for (const record of listLayerVersions(tx, layer)) {
            if (!isCompatible(record, input)) continue;
            yield { layer, record };
            break;
          }
        }
      }
      const page = pageOf(matching(), input.MaxItems, ({ layer }) => layer.name);
      return {
        Layers: page.items.map(({ layer, record }) => ({
          LayerName: layer.name,
          LayerArn: layerArn(layer),
          LatestMatchingVersion: describeLayerVersion(layer, record),
        })),
        ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
      };
    });
  },
);

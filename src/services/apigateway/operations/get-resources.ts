// GetResources: an API's resources, by their paths.

import type { GetResourcesCommandInput, GetResourcesCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseEmbed } from "../embed.ts";
import { requireApi } from "../finding.ts";
import { pageOf } from "../pages.ts";
import { listParts } from "../repo.ts";
import { resourceShape } from "../shapes.ts";

export const getResources = defineOperation<Input<GetResourcesCommandInput>, GetResourcesCommandOutput>(
  "GetResources",
  (input, context) => {
    const isWhole = parseEmbed(input.embed, ["methods"]).has("methods");
    const resources = context.store.read((tx) => {
      requireApi(tx, context, input.restApiId);
      return listParts(tx, context, input.restApiId, "resource");
    });
    const sorted = resources.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const { items, position } = pageOf(sorted, input);
    return { items: items.map((resource) => resourceShape(resource, isWhole)), position };
  },
);

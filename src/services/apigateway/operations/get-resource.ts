// GetResource: one resource.

import type { GetResourceCommandInput, GetResourceCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseEmbed } from "../embed.ts";
import { requirePart } from "../finding.ts";
import { resourceShape } from "../shapes.ts";

export const getResource = defineOperation<Input<GetResourceCommandInput>, GetResourceCommandOutput>(
  "GetResource",
  (input, context) => {
    const isWhole = parseEmbed(input.embed, ["methods"]).has("methods");
    const resource = context.store.read((tx) =>
      requirePart(tx, context, input.restApiId, "resource", input.resourceId),
    );
    return resourceShape(resource, isWhole);
  },
);

// GetModelTemplate: a mapping template that copies a body of the model's schema.

import type { GetModelTemplateCommandInput, GetModelTemplateCommandOutput } from "@aws-sdk/client-api-gateway";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requirePart } from "../finding.ts";
import { templateOf } from "../model-templates.ts";
import { listParts } from "../repo.ts";

export const getModelTemplate = defineOperation<Input<GetModelTemplateCommandInput>, GetModelTemplateCommandOutput>(
  "GetModelTemplate",
  (input, context) => {
    const { restApiId, modelName } = input;
    return context.store.read((tx) => {
      const model = requirePart(tx, context, restApiId, "model", modelName);
      return { value: templateOf(model, listParts(tx, context, restApiId, "model")) };
    });
  },
);

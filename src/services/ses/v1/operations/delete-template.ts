// DeleteTemplate: removes a template. AWS: one that does not exist is no error.

import type { DeleteTemplateCommandInput, DeleteTemplateCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";

export const deleteTemplate = defineOperation<Input<DeleteTemplateCommandInput>, DeleteTemplateCommandOutput>(
  "DeleteTemplate",
  (input, context) => {
    context.store.write((tx) => templates.remove(tx, context, input.TemplateName));
    return {};
  },
);

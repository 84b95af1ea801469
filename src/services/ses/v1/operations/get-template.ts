// GetTemplate: one template.

import type { GetTemplateCommandInput, GetTemplateCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { faults } from "../errors.ts";
import { writeTemplate } from "../shapes.ts";

export const getTemplate = defineOperation<Input<GetTemplateCommandInput>, GetTemplateCommandOutput>(
  "GetTemplate",
  (input, context) => {
    const template = context.store.read((tx) => templates.load(tx, context, input.TemplateName));
    if (template === undefined) throw faults.templateMissing(input.TemplateName);
    return { Template: writeTemplate(template) };
  },
);

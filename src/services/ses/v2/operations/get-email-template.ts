// GetEmailTemplate: one template.

import type { GetEmailTemplateCommandInput, GetEmailTemplateCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { faults } from "../errors.ts";
import { writeTags } from "../shapes.ts";

export const getEmailTemplate = defineOperation<Input<GetEmailTemplateCommandInput>, GetEmailTemplateCommandOutput>(
  "GetEmailTemplate",
  (input, context) => {
    const template = context.store.read((tx) => templates.load(tx, context, input.TemplateName));
    if (template === undefined) throw faults.templateMissing(input.TemplateName);
    const { name, subject, text, html, tags } = template;
    return {
      TemplateName: name,
      TemplateContent: {
        ...(subject === undefined ? {} : { Subject: subject }),
        ...(text === undefined ? {} : { Text: text }),
        ...(html === undefined ? {} : { Html: html }),
      },
      Tags: writeTags(tags),
    };
  },
);

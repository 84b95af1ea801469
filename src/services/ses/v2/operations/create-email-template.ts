// CreateEmailTemplate: a template under a new name.

import type { CreateEmailTemplateCommandInput, CreateEmailTemplateCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf, MOST_TEMPLATES } from "../../limits.ts";
import { templates } from "../../repo.ts";
import { requireTemplate } from "../../templates/rendered.ts";
import { readContent } from "../envelope.ts";
import { alreadyExists, faults, limitExceeded } from "../errors.ts";
import { readTags } from "../shapes.ts";

export const createEmailTemplate = defineOperation<
  Input<CreateEmailTemplateCommandInput>,
  CreateEmailTemplateCommandOutput
>("CreateEmailTemplate", (input, context) => {
  const template = {
    ...readContent(input.TemplateName, input.TemplateContent),
    tags: readTags(input.Tags),
    v: 1 as const,
    createdAtMs: context.clock.nowMs(),
  };
  requireTemplate(template, faults);
  context.store.write((tx) => {
    if (templates.load(tx, context, template.name) !== undefined)
      throw alreadyExists(`Template ${template.name} already exists.`);
    if (countOf(templates.list(tx, context)) >= MOST_TEMPLATES)
      throw limitExceeded("The account has too many templates.");
    templates.save(tx, context, template);
  });
  return {};
});

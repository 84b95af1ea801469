// UpdateEmailTemplate: another content of a template.

import type { UpdateEmailTemplateCommandInput, UpdateEmailTemplateCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { requireTemplate } from "../../templates/rendered.ts";
import { readContent } from "../envelope.ts";
import { faults } from "../errors.ts";

export const updateEmailTemplate = defineOperation<
  Input<UpdateEmailTemplateCommandInput>,
  UpdateEmailTemplateCommandOutput
>("UpdateEmailTemplate", (input, context) => {
  const content = readContent(input.TemplateName, input.TemplateContent);
  requireTemplate(content, faults);
  context.store.write((tx) => {
    const before = templates.load(tx, context, content.name);
    if (before === undefined) throw faults.templateMissing(content.name);
    templates.save(tx, context, { v: 1, createdAtMs: before.createdAtMs, tags: before.tags, ...content });
  });
  return {};
});

// UpdateTemplate: another content of a template.

import type { UpdateTemplateCommandInput, UpdateTemplateCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { templates } from "../../repo.ts";
import { requireTemplate } from "../../templates/rendered.ts";
import { faults } from "../errors.ts";
import { readTemplate } from "../shapes.ts";

export const updateTemplate = defineOperation<Input<UpdateTemplateCommandInput>, UpdateTemplateCommandOutput>(
  "UpdateTemplate",
  (input, context) => {
    const content = readTemplate(input.Template);
    requireTemplate(content, faults);
    context.store.write((tx) => {
      const before = templates.load(tx, context, content.name);
      if (before === undefined) throw faults.templateMissing(content.name);
      templates.save(tx, context, { v: 1, createdAtMs: before.createdAtMs, tags: before.tags, ...content });
    });
    return {};
  },
);

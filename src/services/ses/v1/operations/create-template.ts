// CreateTemplate: a template under a new name.

import type { CreateTemplateCommandInput, CreateTemplateCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf, MOST_TEMPLATES } from "../../limits.ts";
import { templates } from "../../repo.ts";
import { requireTemplate } from "../../templates/rendered.ts";
import { alreadyExists, faults, limitExceeded } from "../errors.ts";
import { readTemplate } from "../shapes.ts";

export const createTemplate = defineOperation<Input<CreateTemplateCommandInput>, CreateTemplateCommandOutput>(
  "CreateTemplate",
  (input, context) => {
    const template = { v: 1 as const, createdAtMs: context.clock.nowMs(), tags: {}, ...readTemplate(input.Template) };
    requireTemplate(template, faults);
    context.store.write((tx) => {
      if (templates.load(tx, context, template.name) !== undefined)
        throw alreadyExists(
          `Template ${template.name} already exists for account id ${context.account}`,
          template.name,
        );
      if (countOf(templates.list(tx, context)) >= MOST_TEMPLATES)
        throw limitExceeded("The account has too many templates.");
      templates.save(tx, context, template);
    });
    return {};
  },
);

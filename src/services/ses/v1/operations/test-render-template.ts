// TestRenderTemplate: what a template makes of data, as the mail that would be sent.

import type { TestRenderTemplateCommandInput, TestRenderTemplateCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { previewOf } from "../../templates/preview.ts";
import { renderParts } from "../../templates/rendered.ts";
import { findTemplate } from "../../templates/send.ts";
import { faults } from "../errors.ts";

export const testRenderTemplate = defineOperation<
  Input<TestRenderTemplateCommandInput>,
  TestRenderTemplateCommandOutput
>("TestRenderTemplate", (input, context) => {
  const parts = findTemplate(context, { name: input.TemplateName }, faults);
  return { RenderedTemplate: previewOf(context, renderParts(parts, [input.TemplateData], faults)) };
});

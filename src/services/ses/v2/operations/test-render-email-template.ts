// TestRenderEmailTemplate: what a template makes of data, as the mail that would be sent.

import type { TestRenderEmailTemplateCommandInput, TestRenderEmailTemplateCommandOutput } from "@aws-sdk/client-sesv2";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { previewOf } from "../../templates/preview.ts";
import { renderParts } from "../../templates/rendered.ts";
import { findTemplate } from "../../templates/send.ts";
import { faults } from "../errors.ts";

export const testRenderEmailTemplate = defineOperation<
  Input<TestRenderEmailTemplateCommandInput>,
  TestRenderEmailTemplateCommandOutput
>("TestRenderEmailTemplate", (input, context) => {
  const parts = findTemplate(context, { name: input.TemplateName }, faults);
  const rendered = renderParts(parts, [input.TemplateData], faults);
  return { RenderedTemplate: previewOf(context, rendered) };
});

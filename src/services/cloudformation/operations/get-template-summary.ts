// GetTemplateSummary.

import type { GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTemplate } from "../engine/describe-template.ts";
import { processTemplate } from "../engine/prepare.ts";
import { readTemplateText } from "../engine/template-source.ts";
import { deploymentOf, refuseMembers, requireStackNamed } from "../stacks.ts";

/** What a template, or a stack's template, declares. The template need not be deployable here. */
export const getTemplateSummary = defineOperation<
  Input<GetTemplateSummaryCommandInput>,
  GetTemplateSummaryCommandOutput
>("GetTemplateSummary", async (input, context) => {
  refuseMembers("GetTemplateSummary", input, ["StackSetName", "CallAs", "TemplateSummaryConfig"]);
  const { StackName: stackName } = input;
  const previous =
    stackName === undefined
      ? undefined
      : context.store.read((tx) => deploymentOf(tx, context, requireStackNamed(tx, context, stackName)));
  const source =
    previous === undefined ? await readTemplateText(input, context) : { text: previous.templateText, file: undefined };
  return describeTemplate(processTemplate(source));
});

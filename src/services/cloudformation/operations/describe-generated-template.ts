// DescribeGeneratedTemplate.

import type {
  DescribeGeneratedTemplateCommandInput,
  DescribeGeneratedTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeGeneratedResource, requireGenerated, summarizeGenerated } from "../scan/generated-shown.ts";

/** How far a template is, resource by resource. */
export const describeGeneratedTemplate = defineOperation<
  Input<DescribeGeneratedTemplateCommandInput>,
  DescribeGeneratedTemplateCommandOutput
>("DescribeGeneratedTemplate", ({ GeneratedTemplateName: nameOrId }, context) => {
  const generated = context.store.read((tx) => requireGenerated(tx, context, nameOrId));
  const { NumberOfResources: _count, ...summary } = summarizeGenerated(generated);
  const { resources } = generated;
  const count = (status: string): number => resources.filter((resource) => resource.status === status).length;
  return {
    ...summary,
    Resources: resources.map(describeGeneratedResource),
    Progress: {
      ResourcesSucceeded: count("COMPLETE"),
      ResourcesFailed: count("FAILED"),
      ResourcesProcessing: count("IN_PROGRESS"),
      ResourcesPending: count("PENDING"),
    },
    StackId: generated.stackId,
    TemplateConfiguration: generated.configuration,
    TotalWarnings: resources.reduce((sum, { warnings }) => sum + warnings.length, 0),
  };
});

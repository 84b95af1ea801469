// GetTemplateSummary.

import type { GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTemplate, resourceIdentifiers, unrecognizedTypes } from "../engine/describe-template.ts";
import { templateOf } from "../engine/scope.ts";
import { readTemplateText } from "../engine/template-source.ts";
import { validationError } from "../errors.ts";
import type { DeploymentRecord } from "../records.ts";
import { administratorOf, requireActive } from "../stack-sets/find.ts";
import { deploymentOf, requireStackNamed } from "../stacks.ts";
import type { TypesOf } from "../template/validate.ts";
import { processUndeployed, readWritten } from "../transforms/process.ts";

/** What a template, a stack's or a stack set's template declares. The template need not be deployable here. */
export const getTemplateSummary = (typesOf: TypesOf) =>
  defineOperation<Input<GetTemplateSummaryCommandInput>, GetTemplateSummaryCommandOutput>(
    "GetTemplateSummary",
    async (input, context) => {
      const { StackName: stackName, StackSetName: stackSetName } = input;
      const administrator = await administratorOf(context, input.CallAs);
      const setText =
        stackSetName === undefined
          ? undefined
          : context.store.read<string>((tx) => requireActive(tx, administrator, stackSetName).templateText);
      const previous =
        stackName === undefined || setText !== undefined
          ? undefined
          : context.store.read<DeploymentRecord | undefined>((tx) =>
              deploymentOf(tx, context, requireStackNamed(tx, context, stackName)),
            );
      const known = setText ?? previous?.templateText;
      const source = known === undefined ? await readTemplateText(input, context) : { text: known, file: undefined };
      const undeployed = await processUndeployed(readWritten(source), context);
      // What a stack's transforms made is known.
      const template = previous === undefined ? undeployed : { ...undeployed, processed: templateOf(previous) };
      const unknown = unrecognizedTypes(template);
      const isWarning = input.TemplateSummaryConfig?.TreatUnrecognizedResourceTypesAsWarnings === true;
      if (unknown.length > 0 && !isWarning) {
        throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(", ")}]`);
      }
      return {
        ...describeTemplate(template),
        ResourceIdentifierSummaries: resourceIdentifiers(template, typesOf(context, context)),
        ...(unknown.length > 0 ? { Warnings: { UnrecognizedResourceTypes: unknown } } : {}),
      };
    },
  );

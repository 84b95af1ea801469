// ValidateTemplate.

import type { ValidateTemplateCommandInput, ValidateTemplateCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeTemplate } from "../engine/describe-template.ts";
import { requireValid } from "../engine/prepare.ts";
import { readTemplateText } from "../engine/template-source.ts";
import { processUndeployed, readWritten } from "../transforms/process.ts";
import type { TypesOf } from "../template/validate.ts";

/** Checks a template and tells its parameters and what must be acknowledged. */
export const validateTemplate = (typesOf: TypesOf) =>
  defineOperation<Input<ValidateTemplateCommandInput>, ValidateTemplateCommandOutput>(
    "ValidateTemplate",
    async (input, context) => {
      const processed = await processUndeployed(readWritten(await readTemplateText(input, context)), context);
      if (processed.isProcessed) requireValid(processed, typesOf(context, context));
      const { Parameters, Description, Capabilities, CapabilitiesReason, DeclaredTransforms } =
        describeTemplate(processed);
      return {
        Parameters: Parameters.map(({ ParameterKey, DefaultValue, NoEcho, Description }) => ({
          ParameterKey,
          DefaultValue,
          NoEcho,
          Description,
        })),
        Description,
        Capabilities,
        CapabilitiesReason,
        DeclaredTransforms,
      };
    },
  );

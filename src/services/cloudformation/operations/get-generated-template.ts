// GetGeneratedTemplate.

import type {
  GetGeneratedTemplateCommandInput,
  GetGeneratedTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { stringify } from "yaml";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireGenerated } from "../scan/generated-shown.ts";

/** The template as it was when it was complete last. AWS: an empty one if it never was; JSON unless YAML is asked for. */
export const getGeneratedTemplate = defineOperation<
  Input<GetGeneratedTemplateCommandInput>,
  GetGeneratedTemplateCommandOutput
>("GetGeneratedTemplate", ({ GeneratedTemplateName: nameOrId, Format: format = "JSON" }, context) => {
  const { status, template = {} } = context.store.read((tx) => requireGenerated(tx, context, nameOrId));
  const isYaml = format === "YAML";
  return {
    Status: status,
    // AWS: as recorded: YAML begins with "---" and quotes every text.
    TemplateBody: isYaml
      ? `---\n${stringify(template, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })}`
      : JSON.stringify(template),
  };
});

// DeleteGeneratedTemplate.

import type {
  DeleteGeneratedTemplateCommandInput,
  DeleteGeneratedTemplateCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireIdle } from "../scan/generated-shown.ts";
import { deleteGenerated } from "../scan/repo.ts";

/** Forgets a generated template; its resources stay as they are. */
export const deleteGeneratedTemplate = defineOperation<
  Input<DeleteGeneratedTemplateCommandInput>,
  DeleteGeneratedTemplateCommandOutput
>("DeleteGeneratedTemplate", ({ GeneratedTemplateName: nameOrId }, context) => {
  context.store.write((tx) => deleteGenerated(tx, context, requireIdle(tx, context, nameOrId)));
  return {};
});

// ValidateStateMachineDefinition: what is to be said of a definition, without making a machine of it.

import type {
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput,
} from "@aws-sdk/client-sfn";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parseDefinition } from "../language/parse.ts";
import { LIMITS } from "../limits.ts";

export const validateStateMachineDefinition = defineOperation<
  Input<ValidateStateMachineDefinitionCommandInput>,
  ValidateStateMachineDefinitionCommandOutput
>("ValidateStateMachineDefinition", async ({ definition, type = "STANDARD", severity = "ERROR", maxResults = 0 }) => {
  const { machine, findings } = await parseDefinition(definition, type);
  const shown = findings.filter((finding) => severity === "WARNING" || finding.severity === "ERROR");
  const most = maxResults === 0 ? LIMITS.pageSize : maxResults;
  return {
    result: machine === undefined ? "FAIL" : "OK",
    diagnostics: shown.slice(0, most).map((finding) => ({ ...finding })),
    truncated: shown.length > most,
  };
});

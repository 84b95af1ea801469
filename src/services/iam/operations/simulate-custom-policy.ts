// SimulateCustomPolicy: what policies would allow, whoever had them.

import type { SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput } from "@aws-sdk/client-iam";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidInput } from "../errors.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { boundaryOf, namedDocuments, parseEntity, principalOf } from "../simulation/input.ts";
import { simulate, type ActionResult } from "../simulation/simulate.ts";

/** What the operation answers: see ActionResult. */
type SimulationOutput = Omit<SimulateCustomPolicyCommandOutput, "EvaluationResults"> & {
  readonly EvaluationResults: readonly ActionResult[];
};

export const simulateCustomPolicy = defineOperation<Input<SimulateCustomPolicyCommandInput>, SimulationOutput>(
  "SimulateCustomPolicy",
  (input, context) => {
    const { CallerArn: callerArn, ResourcePolicy: resourcePolicy } = input;
    if (resourcePolicy !== undefined && callerArn === undefined) {
      throw invalidInput("CallerArn is required if you include a ResourcePolicy.");
    }
    const caller = parseEntity(callerArn ?? formatArn("iam", "", context.account, "user/simulation"));
    const levels = (input.OrderedOrganizationPolicyInputList ?? []).map(
      ({ ServiceControlPolicyInputList: documents = [] }) => namedDocuments("ServiceControlPolicyInputList", documents),
    );
    const results = simulate(input, {
      principal: principalOf(caller, "AIDASIMULATION"),
      identity: namedDocuments("PolicyInputList", input.PolicyInputList),
      boundary: boundaryOf(input.PermissionsBoundaryPolicyInputList),
      serviceControl: levels,
    });
    const page = pageOf<[number, ActionResult]>(results.entries(), input, ([index]) => String(index).padStart(6, "0"));
    return { EvaluationResults: page.items.map(([, result]) => result), ...pageMembers(page) };
  },
);

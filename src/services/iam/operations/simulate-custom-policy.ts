// SimulateCustomPolicy: what policies would allow, whoever had them.

import type {
  EvaluationResult,
  SimulateCustomPolicyCommandInput,
  SimulateCustomPolicyCommandOutput,
} from "@aws-sdk/client-iam";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageMembers, pageOf } from "../pages.ts";
import { namedDocuments, simulate } from "../simulation.ts";

export const simulateCustomPolicy = defineOperation<
  Input<SimulateCustomPolicyCommandInput>,
  SimulateCustomPolicyCommandOutput
>("SimulateCustomPolicy", (input, context) => {
  const { account } = context;
  const arn = input.CallerArn ?? formatArn("iam", "", account, "user/simulation");
  const userName = arn.slice(arn.lastIndexOf("/") + 1);
  const results = simulate(input, {
    principal: { kind: "user", account, arn, userId: "AIDASIMULATION", userName },
    identity: namedDocuments("PolicyInputList", input.PolicyInputList),
  });
  const page = pageOf<[number, EvaluationResult]>(results.entries(), input, ([index]) =>
    String(index).padStart(6, "0"),
  );
  return { EvaluationResults: page.items.map(([, result]) => result), ...pageMembers(page) };
});

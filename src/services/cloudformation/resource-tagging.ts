// Stacks and stack sets in the Resource Groups Tagging API.

import { AwsError } from "../../kernel/errors.ts";
import type { Tagging } from "../../service/tagging.ts";
import { listStacks, loadDeployment } from "./repo.ts";
import { stackSetArn } from "./stack-sets/names.ts";
import { listStackSets } from "./stack-sets/repo.ts";

export const tagging: Tagging = {
  arnService: "cloudformation",
  *list(tx, scope) {
    for (const { stackId, status, deploymentId } of listStacks(tx, scope))
      if (status !== "DELETE_COMPLETE")
        yield { arn: stackId, tags: loadDeployment(tx, scope, stackId, deploymentId ?? "")?.tags ?? {} };
    // AWS: "Services that support the Resource Groups Tagging API" and the ARNs of the Service Authorization Reference.
    for (const { id, status, tags } of listStackSets(tx, scope))
      if (status === "ACTIVE") yield { arn: stackSetArn(scope, id), tags };
  },
  tag: refuse,
  untag: refuse,
};

/** It would update the stack, or the stack set with all its instances, which may change more than tags. */
function refuse(): Promise<never> {
  const message = "Stackyard changes the tags of stacks and stack sets by UpdateStack and UpdateStackSet only.";
  return Promise.reject(new AwsError({ code: "NotImplemented", status: 501, message }));
}

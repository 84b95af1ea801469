// Stacks in the Resource Groups Tagging API.

import { AwsError } from "../../kernel/errors.ts";
import type { Tagging } from "../../service/tagging.ts";
import { listStacks, loadDeployment } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "cloudformation",
  *list(tx, scope) {
    for (const { stackId, status, deploymentId } of listStacks(tx, scope))
      if (status !== "DELETE_COMPLETE")
        yield { arn: stackId, tags: loadDeployment(tx, scope, stackId, deploymentId ?? "")?.tags ?? {} };
  },
  tag: refuse,
  untag: refuse,
};

/** AWS: "TagResources": it updates the stack, which may change more than tags. */
function refuse(): Promise<never> {
  const message = "Stackyard changes the tags of a stack by UpdateStack only.";
  return Promise.reject(new AwsError({ code: "NotImplemented", status: 501, message }));
}

// Parameters in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { parameterArn } from "./name.ts";
import { listParameters } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "ssm",
  *list(tx, scope) {
    for (const { name, tags } of listParameters(tx, scope)) yield { arn: parameterArn(scope, name), tags };
  },
  tag: (aws, arn, tags) => aws.ssm.addTagsToResource({ ...parameterOf(arn), Tags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.ssm.removeTagsFromResource({ ...parameterOf(arn), TagKeys: [...keys] }),
};

/** A name with levels begins with "/", which the ARN has once: "parameter/a/b". */
function parameterOf(arn: string): { ResourceType: "Parameter"; ResourceId: string } {
  const name = arn.slice(arn.indexOf(":parameter/") + ":parameter/".length);
  return { ResourceType: "Parameter", ResourceId: name.includes("/") ? `/${name}` : name };
}

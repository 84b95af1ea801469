// Zones and health checks in the Resource Groups Tagging API, which has global services' resources in us-east-1.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { listHealthChecks, listZones } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "route53",
  *list(tx, scope) {
    if (scope.region !== "us-east-1") return;
    for (const { id, tags } of listZones(tx, scope)) yield { arn: `arn:aws:route53:::hostedzone/${id}`, tags };
    for (const { id, tags } of listHealthChecks(tx, scope)) yield { arn: `arn:aws:route53:::healthcheck/${id}`, tags };
  },
  tag: (aws, arn, tags) => aws.route53.changeTagsForResource({ ...resourceOf(arn), AddTags: tagList(tags) }),
  untag: (aws, arn, keys) => aws.route53.changeTagsForResource({ ...resourceOf(arn), RemoveTagKeys: [...keys] }),
};

function resourceOf(arn: string): { ResourceType: "hostedzone" | "healthcheck"; ResourceId: string } {
  const [type, ResourceId = ""] = arn.slice("arn:aws:route53:::".length).split("/");
  return { ResourceType: type === "hostedzone" ? "hostedzone" : "healthcheck", ResourceId };
}

// HTTP APIs and their stages in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { listApis, listParts } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "apigateway",
  *list(tx, scope) {
    for (const { apiId, tags } of listApis(tx, scope)) {
      const arn = `arn:aws:apigateway:${scope.region}::/apis/${apiId}`;
      yield { arn, tags };
      for (const stage of listParts(tx, scope, apiId, "stage"))
        yield { arn: `${arn}/stages/${stage.stageName}`, tags: stage.tags };
    }
  },
  tag: (aws, arn, tags) => aws.apiGatewayV2.tagResource({ ResourceArn: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.apiGatewayV2.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};

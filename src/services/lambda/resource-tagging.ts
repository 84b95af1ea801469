// Functions and event source mappings in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { functionArn, mappingArn } from "./names.ts";
import { listFunctions, listMappings } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "lambda",
  *list(tx, scope) {
    for (const { name, tags } of listFunctions(tx, scope)) yield { arn: functionArn(scope, name), tags };
    for (const { uuid, tags } of listMappings(tx, scope)) yield { arn: mappingArn(scope, uuid), tags };
  },
  tag: (aws, arn, tags) => aws.lambda.tagResource({ Resource: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.lambda.untagResource({ Resource: arn, TagKeys: [...keys] }),
};

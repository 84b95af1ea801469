// Registries, schemas and discoverers in the Resource Groups Tagging API.

import type { Tagging } from "../../service/tagging.ts";
import { discovererArn, registryArn, schemaArn } from "./names.ts";
import { listDiscoverers, listRegistries, listSchemas } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "schemas",
  *list(tx, scope) {
    for (const { id, tags } of listDiscoverers(tx, scope)) yield { arn: discovererArn(scope, id), tags };
    for (const registry of listRegistries(tx, scope)) {
      yield { arn: registryArn(scope, registry.name), tags: registry.tags };
      for (const { name, tags } of listSchemas(tx, scope, registry.name))
        yield { arn: schemaArn(scope, registry.name, name), tags };
    }
  },
  tag: (aws, arn, tags) => aws.schemas.tagResource({ ResourceArn: arn, Tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.schemas.untagResource({ ResourceArn: arn, TagKeys: [...keys] }),
};

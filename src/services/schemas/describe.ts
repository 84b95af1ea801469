// Registries, schemas and discoverers as answers have them. Pure.

import type { Scope } from "../../service/context.ts";
import { discovererArn, registryArn, schemaArn } from "./names.ts";
import type { DiscovererRecord, RegistryRecord, SchemaRecord, VersionRecord } from "./records.ts";

export function describeRegistry(scope: Scope, { name, description, tags }: RegistryRecord) {
  return {
    RegistryArn: registryArn(scope, name),
    RegistryName: name,
    ...(description === undefined ? {} : { Description: description }),
    Tags: { ...tags },
  };
}

export function describeSchema(scope: Scope, schema: SchemaRecord, version: VersionRecord) {
  return {
    SchemaArn: schemaArn(scope, schema.registry, schema.name),
    SchemaName: schema.name,
    SchemaVersion: String(version.number),
    ...(schema.description === undefined ? {} : { Description: schema.description }),
    Tags: { ...schema.tags },
    Type: version.type,
    LastModified: new Date(schema.modifiedAtMs),
    VersionCreatedDate: new Date(version.createdAtMs),
  };
}

export function describeDiscoverer(scope: Scope, discoverer: DiscovererRecord) {
  return {
    DiscovererArn: discovererArn(scope, discoverer.id),
    DiscovererId: discoverer.id,
    SourceArn: discoverer.sourceArn,
    State: discoverer.state,
    CrossAccount: discoverer.crossAccount,
    ...(discoverer.description === undefined ? {} : { Description: discoverer.description }),
    Tags: { ...discoverer.tags },
  };
}

// The schema registry of EventBridge. Table of contents.

import { defineService } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { discoverJob } from "./discovery/discover.ts";
import { validationError } from "./errors.ts";
import { parseSchemasArn } from "./names.ts";
import { createDiscoverer } from "./operations/create-discoverer.ts";
import { createRegistry } from "./operations/create-registry.ts";
import { createSchema } from "./operations/create-schema.ts";
import { deleteDiscoverer } from "./operations/delete-discoverer.ts";
import { deleteRegistry } from "./operations/delete-registry.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteSchema } from "./operations/delete-schema.ts";
import { deleteSchemaVersion } from "./operations/delete-schema-version.ts";
import { describeDiscoverer } from "./operations/describe-discoverer.ts";
import { describeRegistry } from "./operations/describe-registry.ts";
import { describeSchema } from "./operations/describe-schema.ts";
import { exportSchema } from "./operations/export-schema.ts";
import { getDiscoveredSchema } from "./operations/get-discovered-schema.ts";
import { getResourcePolicy } from "./operations/get-resource-policy.ts";
import { listDiscoverers } from "./operations/list-discoverers.ts";
import { listRegistries } from "./operations/list-registries.ts";
import { listSchemaVersions } from "./operations/list-schema-versions.ts";
import { listSchemas } from "./operations/list-schemas.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { searchSchemas } from "./operations/search-schemas.ts";
import { startDiscoverer } from "./operations/start-discoverer.ts";
import { stopDiscoverer } from "./operations/stop-discoverer.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateDiscoverer } from "./operations/update-discoverer.ts";
import { updateRegistry } from "./operations/update-registry.ts";
import { updateSchema } from "./operations/update-schema.ts";
import { permissions } from "./permissions.ts";
import { loadRegistry } from "./repo.ts";
import { tagging } from "./resource-tagging.ts";
import { discovererType } from "./resources/discoverer.ts";
import { registryPolicyType } from "./resources/registry-policy.ts";
import { registryType } from "./resources/registry.ts";
import { schemaType } from "./resources/schema.ts";

export const schemas = defineService({
  id: "schemas",
  operations: [
    createDiscoverer,
    createRegistry,
    createSchema,
    deleteDiscoverer,
    deleteRegistry,
    deleteResourcePolicy,
    deleteSchema,
    deleteSchemaVersion,
    describeDiscoverer,
    describeRegistry,
    describeSchema,
    exportSchema,
    getDiscoveredSchema,
    getResourcePolicy,
    listDiscoverers,
    listRegistries,
    listSchemaVersions,
    listSchemas,
    listTagsForResource,
    putResourcePolicy,
    searchSchemas,
    startDiscoverer,
    stopDiscoverer,
    tagResource,
    untagResource,
    updateDiscoverer,
    updateRegistry,
    updateSchema,
  ],
  permissions,
  constraints,
  validationError,
  resourcePolicy: ({ resource }, call) => {
    const named = parseSchemasArn(resource);
    if (named === undefined || named.kind === "discoverer") return undefined;
    return call.yard.store.read((tx) => loadRegistry(tx, call, named.registry))?.policy?.text;
  },
  jobs: [discoverJob],
  resourceTypes: [discovererType, registryPolicyType, registryType, schemaType],
  tagging,
});

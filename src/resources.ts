// What a file with a resource type of one's own imports: `stackyard/resources`. An entry of its own, for its types name those of all services, which a
// configuration shall not need.

export { defineResource } from "./service/define-resource.ts";
export type { OwnResourceContext, RegistrySchema, ResourceDefinition } from "./service/define-resource.ts";

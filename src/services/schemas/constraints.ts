// Limits of the schema registry, from the service's model (botocore 1.43, schemas/2019-12-02).

import type { Constraint, Constraints } from "../../service/constraints.ts";

const DESCRIPTION: Constraint = { length: [0, 256] };
const CONTENT: Constraint = { length: [1, 100_000] };
const TYPE: Constraint = { oneOf: ["OpenApi3", "JSONSchemaDraft4"] };
const PAGE: Constraint = { range: [1, 100] };

export const constraints: Constraints = {
  CreateDiscoverer: { SourceArn: { length: [20, 1_600] }, Description: DESCRIPTION },
  CreateRegistry: { Description: DESCRIPTION },
  CreateSchema: { Content: CONTENT, Description: DESCRIPTION, Type: TYPE },
  GetDiscoveredSchema: { Events: { length: [1, 10] }, "Events.member": CONTENT, Type: TYPE },
  ListDiscoverers: { Limit: PAGE },
  ListRegistries: { Limit: PAGE },
  ListSchemaVersions: { Limit: PAGE },
  ListSchemas: { Limit: PAGE },
  SearchSchemas: { Limit: PAGE },
  UpdateDiscoverer: { Description: DESCRIPTION },
  UpdateRegistry: { Description: DESCRIPTION },
  UpdateSchema: { ClientTokenId: { length: [0, 36] }, Content: CONTENT, Description: DESCRIPTION, Type: TYPE },
};

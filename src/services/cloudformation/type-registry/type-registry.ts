// CloudFormation's registry: which resource types there are, and types of accounts' own. Table of contents.

import type { Operation } from "../../../service/service.ts";
import type { ListTypes } from "./find.ts";
import { batchDescribeTypeConfigurations } from "./operations/batch-describe-type-configurations.ts";
import { describeType } from "./operations/describe-type.ts";
import { listTypeVersions } from "./operations/list-type-versions.ts";
import { listTypes } from "./operations/list-types.ts";
import { setTypeConfiguration } from "./operations/set-type-configuration.ts";

/** The operations on types. */
export function typeRegistryOperations(list: ListTypes): Operation[] {
  return [
    batchDescribeTypeConfigurations,
    describeType(list),
    listTypes(list),
    listTypeVersions(list),
    setTypeConfiguration(list),
  ];
}

// CloudFormation's registry: which resource types there are, and types of accounts' own. Table of contents.

import type { JobHandler } from "../../../service/jobs.ts";
import type { Operation } from "../../../service/service.ts";
import type { ListTypes } from "./find.ts";
import { batchDescribeTypeConfigurations } from "./operations/batch-describe-type-configurations.ts";
import { forgetHandlerRunHandler } from "./handlers/run.ts";
import { deregisterType } from "./operations/deregister-type.ts";
import { describeTypeRegistration } from "./operations/describe-type-registration.ts";
import { describeType } from "./operations/describe-type.ts";
import { listTypeRegistrations } from "./operations/list-type-registrations.ts";
import { listTypeVersions } from "./operations/list-type-versions.ts";
import { listTypes } from "./operations/list-types.ts";
import { registerType } from "./operations/register-type.ts";
import { setTypeConfiguration } from "./operations/set-type-configuration.ts";
import { setTypeDefaultVersion } from "./operations/set-type-default-version.ts";
import { registerTypeHandler } from "./registration.ts";

/** The operations on types. */
export function typeRegistryOperations(list: ListTypes): Operation[] {
  return [
    batchDescribeTypeConfigurations,
    deregisterType(list),
    describeType(list),
    describeTypeRegistration,
    listTypeRegistrations,
    listTypes(list),
    listTypeVersions(list),
    registerType(list),
    setTypeConfiguration(list),
    setTypeDefaultVersion(list),
  ];
}

/** Their work, and what handlers leave behind. */
export const typeRegistryJobs: readonly JobHandler[] = [registerTypeHandler, forgetHandlerRunHandler];

// AWS CloudFormation: stacks, change sets, exports. Table of contents.

import type { ResourceType } from "../../service/resource-type.ts";
import { defineService } from "../../service/service.ts";
import type { ServiceDefinition } from "../../service/service.ts";
import { constraints } from "./constraints.ts";
import { detectDriftHandler } from "./drift/detection.ts";
import { customResponses, forgetRequestHandler, withCustomTypes } from "./engine/custom-resource.ts";
import { forgetHandler } from "./engine/delete.ts";
import { notifyHandler } from "./engine/notify.ts";
import { operateHandler } from "./engine/run.ts";
import { constraintError } from "./errors.ts";
import { cancelUpdateStack } from "./operations/cancel-update-stack.ts";
import { continueUpdateRollback } from "./operations/continue-update-rollback.ts";
import { createChangeSet } from "./operations/create-change-set.ts";
import { createGeneratedTemplate } from "./operations/create-generated-template.ts";
import { createStack } from "./operations/create-stack.ts";
import { createStackRefactor } from "./operations/create-stack-refactor.ts";
import { deleteChangeSet } from "./operations/delete-change-set.ts";
import { deleteGeneratedTemplate } from "./operations/delete-generated-template.ts";
import { deleteStack } from "./operations/delete-stack.ts";
import { describeChangeSet } from "./operations/describe-change-set.ts";
import { describeEvents } from "./operations/describe-events.ts";
import { describeGeneratedTemplate } from "./operations/describe-generated-template.ts";
import { describeResourceScan } from "./operations/describe-resource-scan.ts";
import { describeStackDriftDetectionStatus } from "./operations/describe-stack-drift-detection-status.ts";
import { describeStackEvents } from "./operations/describe-stack-events.ts";
import { describeStackRefactor } from "./operations/describe-stack-refactor.ts";
import { describeStackResource } from "./operations/describe-stack-resource.ts";
import { describeStackResourceDrifts } from "./operations/describe-stack-resource-drifts.ts";
import { describeStackResources } from "./operations/describe-stack-resources.ts";
import { describeStacks } from "./operations/describe-stacks.ts";
import { detectStackDrift } from "./operations/detect-stack-drift.ts";
import { detectStackResourceDrift } from "./operations/detect-stack-resource-drift.ts";
import { executeChangeSet } from "./operations/execute-change-set.ts";
import { executeStackRefactor } from "./operations/execute-stack-refactor.ts";
import { getGeneratedTemplate } from "./operations/get-generated-template.ts";
import { getStackPolicy } from "./operations/get-stack-policy.ts";
import { getTemplate } from "./operations/get-template.ts";
import { getTemplateSummary } from "./operations/get-template-summary.ts";
import { listChangeSets } from "./operations/list-change-sets.ts";
import { listExports } from "./operations/list-exports.ts";
import { listGeneratedTemplates } from "./operations/list-generated-templates.ts";
import { listImports } from "./operations/list-imports.ts";
import { listResourceScanRelatedResources } from "./operations/list-resource-scan-related-resources.ts";
import { listResourceScanResources } from "./operations/list-resource-scan-resources.ts";
import { listResourceScans } from "./operations/list-resource-scans.ts";
import { listStackRefactorActions } from "./operations/list-stack-refactor-actions.ts";
import { listStackRefactors } from "./operations/list-stack-refactors.ts";
import { listStackResources } from "./operations/list-stack-resources.ts";
import { listStacks } from "./operations/list-stacks.ts";
import { rollbackStack } from "./operations/rollback-stack.ts";
import { setStackPolicy } from "./operations/set-stack-policy.ts";
import { signalResource } from "./operations/signal-resource.ts";
import { startResourceScan } from "./operations/start-resource-scan.ts";
import { updateGeneratedTemplate } from "./operations/update-generated-template.ts";
import { updateStack } from "./operations/update-stack.ts";
import { updateTerminationProtection } from "./operations/update-termination-protection.ts";
import { validateTemplate } from "./operations/validate-template.ts";
import { describeChangeSetHooks } from "./operations/describe-change-set-hooks.ts";
import { getHookResult } from "./operations/get-hook-result.ts";
import { listHookResults } from "./operations/list-hook-results.ts";
import { removeAlias } from "./operations/remove-alias.ts";
import { setAlias } from "./operations/set-alias.ts";
import { permissions } from "./permissions.ts";
import { refactorHandler } from "./refactor/run.ts";
import { cdkMetadataType } from "./resources/cdk-metadata.ts";
import { stackType } from "./resources/stack.ts";
import { stackSetType } from "./resources/stack-set.ts";
import { macroType } from "./resources/macro.ts";
import { generateHandler } from "./scan/generate.ts";
import { expireScanHandler, scanHandler } from "./scan/scan.ts";
import { deployAutomatically } from "./stack-sets/auto-deployment.ts";
import { stackSetConstraints } from "./stack-sets/constraints.ts";
import { stackSetPermissions } from "./stack-sets/permissions.ts";
import { stackSetJobs, stackSetOperations } from "./stack-sets/stack-sets.ts";
import type { FindResourceType } from "./template/validate.ts";
import { typeRegistryConstraints } from "./type-registry/constraints.ts";
import { typeRegistryPermissions } from "./type-registry/permissions.ts";
import { registryBlobRows } from "./type-registry/repo.ts";
import { openRegistry, withRegisteredTypes } from "./type-registry/types-of.ts";
import { typeRegistryJobs, typeRegistryOperations } from "./type-registry/type-registry.ts";
import { tagging } from "./resource-tagging.ts";
import { waitConditionHandleType, waitConditionSignals } from "./waiting/handle.ts";
import { waitConditionType } from "./waiting/wait-condition.ts";

/** The service. `findRegistered` and `listTypes` find the resource types of all services: the engine knows none of them by itself. */
export function cloudFormation(
  findRegistered: FindResourceType,
  listTypes: () => readonly ResourceType[],
): ServiceDefinition {
  const typesOf = withRegisteredTypes(withCustomTypes(findRegistered));
  return defineService({
    id: "cloudformation",
    operations: [
      cancelUpdateStack,
      continueUpdateRollback,
      createChangeSet(typesOf),
      createGeneratedTemplate,
      createStack(typesOf),
      createStackRefactor(typesOf),
      deleteChangeSet,
      deleteGeneratedTemplate,
      deleteStack,
      describeChangeSet,
      describeChangeSetHooks,
      describeEvents,
      describeGeneratedTemplate,
      describeResourceScan,
      describeStackDriftDetectionStatus,
      describeStackEvents,
      describeStackRefactor,
      describeStackResource,
      describeStackResourceDrifts,
      describeStackResources,
      describeStacks,
      detectStackDrift,
      detectStackResourceDrift(typesOf),
      executeChangeSet,
      executeStackRefactor,
      getGeneratedTemplate,
      getHookResult,
      getStackPolicy,
      getTemplate,
      getTemplateSummary(typesOf),
      listChangeSets,
      listExports,
      listGeneratedTemplates,
      listHookResults,
      listImports,
      listResourceScanRelatedResources,
      listResourceScanResources,
      listResourceScans,
      listStackRefactorActions,
      listStackRefactors,
      listStackResources,
      listStacks,
      removeAlias,
      rollbackStack,
      setAlias,
      setStackPolicy,
      signalResource,
      startResourceScan(listTypes),
      updateGeneratedTemplate,
      updateStack(typesOf),
      updateTerminationProtection,
      validateTemplate(typesOf),
      ...stackSetOperations(typesOf),
      ...typeRegistryOperations(listTypes),
    ],
    permissions: { ...permissions, ...stackSetPermissions, ...typeRegistryPermissions },
    constraints: { ...constraints, ...stackSetConstraints, ...typeRegistryConstraints },
    validationError: constraintError,
    jobs: [
      operateHandler(typesOf),
      forgetHandler,
      forgetRequestHandler,
      notifyHandler,
      refactorHandler(typesOf),
      detectDriftHandler(typesOf),
      scanHandler(typesOf),
      expireScanHandler,
      generateHandler(typesOf),
      ...stackSetJobs,
      ...typeRegistryJobs,
    ],
    resourceTypes: [
      stackType,
      stackSetType,
      cdkMetadataType,
      macroType,
      waitConditionType(),
      waitConditionHandleType(),
    ],
    blobRows: [registryBlobRows],
    start: openRegistry,
    doors: [customResponses, waitConditionSignals],
    tagging,
    membershipChanged: deployAutomatically,
  });
}

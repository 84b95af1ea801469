// The public entry of the package: what a `stackyard.config.ts` imports. It must stay free of dependencies, because
// loading a configuration bundles it in.

export { defineSystem, environmentName, output, stackName } from "./delivery/system/define-system.ts";
export type {
  Done,
  EnvironmentConfig,
  EnvironmentNameReference,
  EnvironmentUnitConfig,
  ExternalBinding,
  ExternalConfig,
  FailurePolicy,
  OutputReference,
  OwnedElsewhere,
  ParameterValue,
  RoleConfig,
  StackNameReference,
  SystemConfig,
  TestCommand,
  Tier,
  UnitConfig,
} from "./delivery/system/define-system.ts";

// All services of the yard: which operations are there, and what each call needs. Refuses at start what is incomplete.

import { AwsError, invariant } from "../kernel/errors.ts";
import { loadModel } from "../model/load.ts";
import type { OperationModel, ServiceId, ServiceModel } from "../model/model.ts";
import type { Context } from "./context.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Operation, PermissionRule, ServiceDefinition } from "./service.ts";
import { compileInputChecker, type InputChecker } from "./validate.ts";

/** All that one operation's calls need, looked up once. */
export interface Endpoint {
  readonly service: ServiceDefinition;
  readonly serviceModel: ServiceModel;
  readonly model: OperationModel;
  readonly permission: PermissionRule;
  readonly checkInput: InputChecker;
  /** Input members that the service does not honour yet. */
  readonly unserved: readonly string[];
  run(input: Record<string, unknown>, context: Context): Promise<Record<string, unknown> | undefined>;
}

export interface Registry {
  readonly services: readonly ServiceDefinition[];
  /** The operation's endpoint; throws NotImplemented (501) for one that is not there. */
  require(service: ServiceId, operation: string): Endpoint;
  has(service: ServiceId, operation: string): boolean;
  resourceType(typeName: string): ResourceType | undefined;
  readonly resourceTypes: readonly ResourceType[];
}

/** Builds the registry. `modelOf` is a parameter for the one service which AWS does not model: our control API. */
export function createRegistry(
  services: readonly ServiceDefinition[],
  modelOf: (id: ServiceId) => ServiceModel = loadModel,
): Registry {
  const byId = new Map<ServiceId, { definition: ServiceDefinition; operations: Map<string, Operation> }>();
  for (const definition of services) {
    invariant(!byId.has(definition.id), `Service "${definition.id}" is defined twice.`);
    const operations = new Map(definition.operations.map((operation) => [operation.name, operation]));
    for (const name of operations.keys()) {
      invariant(
        definition.permissions[name] !== undefined,
        `Operation "${name}" of "${definition.id}" has no permission rule.`,
      );
    }
    for (const name of Object.keys(definition.permissions)) {
      invariant(
        operations.has(name),
        `"${definition.id}" has a permission rule for "${name}", which it does not implement.`,
      );
    }
    for (const name of Object.keys(definition.unserved ?? {})) {
      invariant(
        operations.has(name),
        `"${definition.id}" lists unserved parameters of "${name}", which it does not implement.`,
      );
    }
    byId.set(definition.id, { definition, operations });
  }

  const resourceTypes = services.flatMap((service) => service.resourceTypes ?? []);
  const typesByName = new Map(resourceTypes.map((type) => [type.typeName, type]));
  invariant(typesByName.size === resourceTypes.length, "Two services register the same resource type.");

  const endpoints = new Map<string, Endpoint>();

  function requireEndpoint(service: ServiceId, operation: string): Endpoint {
    const key = `${service}/${operation}`;
    const known = endpoints.get(key);
    if (known !== undefined) return known;
    const entry = byId.get(service);
    const implementation = entry?.operations.get(operation);
    if (entry === undefined || implementation === undefined) throw notImplemented(service, operation);
    const serviceModel = modelOf(service);
    const model = serviceModel.operations.get(operation);
    const permission = entry.definition.permissions[operation];
    invariant(model !== undefined, `The model of "${service}" has no operation "${operation}".`);
    invariant(permission !== undefined, `Operation "${operation}" of "${service}" has no permission rule.`);
    const unserved = entry.definition.unserved?.[operation] ?? [];
    // Checked here and not at start: models are loaded only for services that are called.
    for (const name of unserved) {
      invariant(
        model.input.members.has(name),
        `"${service}" lists the parameter "${name}" of "${operation}" as unserved, which the model does not have.`,
      );
    }
    const endpoint: Endpoint = {
      service: entry.definition,
      serviceModel,
      model,
      permission,
      checkInput: compileInputChecker(model, entry.definition.constraints),
      unserved,
      // The input was decoded by this operation's own schema: its type is what the definition declares.
      run: async (input, context) =>
        (await implementation.run(input as never, context)) as Record<string, unknown> | undefined,
    };
    endpoints.set(key, endpoint);
    return endpoint;
  }

  return {
    services,
    resourceTypes,
    require: requireEndpoint,
    has: (service, operation) => byId.get(service)?.operations.has(operation) === true,
    resourceType: (typeName) => typesByName.get(typeName),
  };
}

/** What an operation that is not there answers: never an empty success. */
function notImplemented(service: ServiceId, operation: string): AwsError {
  return new AwsError({
    code: "NotImplemented",
    status: 501,
    message: `Stackyard does not implement the operation ${operation} of ${service} yet.`,
  });
}

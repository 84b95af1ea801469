// Puts a definition into an API: a new one, beside what is there (merge), or in its place (overwrite).

import { AwsError } from "../../../kernel/errors.ts";
import type { Scope } from "../../../service/context.ts";
import type { WriteTx } from "../../../store/store.ts";
import { requireAuthorizerIsSound } from "../authorizers.ts";
import { badRequest } from "../errors.ts";
import { requireGatewayResponseIsSound } from "../gateway-responses.ts";
import { requireIntegrationIsSound, requireIntegrationResponseIsSound } from "../integrations.ts";
import { LIMITS } from "../limits.ts";
import { requireMethodIsSound, requireModels, requireResponseParameters, withMethod } from "../methods.ts";
import { requireModelIsSound } from "../models.ts";
import { policyOf } from "../policies.ts";
import type { Method, ResourceRecord, RestApiRecord } from "../records.ts";
import { listParts, removePart, removeParts, saveApi, savePart } from "../repo.ts";
import { childPath, requireChild } from "../resource-tree.ts";
import { parseCompressionSize } from "../rest-apis.ts";
import { isSameLocation } from "../documentation.ts";
import type { Definition } from "./definition.ts";
import type { DefinedMethod, DefinedPart } from "./reading.ts";

export interface Applying {
  readonly tx: WriteTx;
  readonly scope: Scope;
  readonly api: RestApiRecord;
  readonly newId: () => string;
  readonly mode: "merge" | "overwrite";
  /** Documentation stays as it is. */
  readonly isDocumentationIgnored: boolean;
}

/** The API with the definition in it; all that is wrong with the definition is said at once. */
export function applyDefinition(applying: Applying, definition: Definition): RestApiRecord {
  const { tx, scope, mode } = applying;
  const api = withSettings(applying, definition);
  const before = listParts(tx, scope, api.id, "resource");
  const errors: string[] = [];
  const attempt = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push(`${what}: ${error.message}`);
    }
  };
  const authorizerIds = idsByName(applying, "authorizer");
  const validatorIds = idsByName(applying, "requestValidator");
  if (mode === "overwrite") clear(applying, before);
  saveModels(applying, definition, attempt);
  for (const authorizer of definition.authorizers)
    attempt(`Unable to create authorizer '${authorizer.name}'`, () => {
      const id = ensured(authorizerIds, authorizer.name, applying.newId);
      requireAuthorizerIsSound({ v: 1, id, ...authorizer });
      savePart(tx, scope, api.id, "authorizer", id, { v: 1, id, ...authorizer });
    });
  for (const validator of definition.requestValidators) {
    const id = ensured(validatorIds, validator.name, applying.newId);
    savePart(tx, scope, api.id, "requestValidator", id, { v: 1, id, ...validator });
  }
  for (const response of definition.gatewayResponses)
    attempt(`Unable to put gateway response '${response.responseType}'`, () => {
      requireGatewayResponseIsSound(response);
      savePart(tx, scope, api.id, "gatewayResponse", response.responseType, response);
    });
  const resourceAt = resourcesByPath(applying, before);
  for (const path of definition.paths)
    attempt(`Unable to create resource at path '${path}'`, () => void resourceAt(path));
  for (const defined of definition.methods)
    attempt(`Unable to put method '${defined.method.httpMethod}' on resource at path '${defined.path}'`, () => {
      const resource = resourceAt(defined.path);
      const method = methodOf(defined, resource, authorizerIds, validatorIds);
      requireWhole(applying, method);
      savePart(tx, scope, api.id, "resource", resource.id, withMethod(resource, method.httpMethod, method));
    });
  saveDocumentation(applying, definition.documentationParts);
  // AWS: recorded wording.
  if (errors.length > 0) throw badRequest(`Errors found during import:\n\t${errors.join("\n\t")}`);
  saveApi(tx, scope, api);
  return api;
}

function withSettings({ api, scope, mode }: Applying, { api: given, warnings }: Definition): RestApiRecord {
  const isOverwritten = mode === "overwrite";
  return {
    ...api,
    name: given.name,
    description: given.description ?? (isOverwritten ? undefined : api.description),
    version: given.version ?? api.version,
    binaryMediaTypes: given.binaryMediaTypes ?? (isOverwritten ? [] : api.binaryMediaTypes),
    minimumCompressionSize:
      parseCompressionSize(given.minimumCompressionSize) ?? (isOverwritten ? undefined : api.minimumCompressionSize),
    apiKeySource: given.apiKeySource ?? api.apiKeySource,
    // AWS: a definition without a policy leaves the policy as it is, in both modes.
    policy: given.policy === undefined ? api.policy : policyOf(given.policy, scope, api.id),
    endpointConfiguration: given.endpointConfiguration ?? api.endpointConfiguration,
    disableExecuteApiEndpoint: given.disableExecuteApiEndpoint ?? api.disableExecuteApiEndpoint,
    warnings: warnings.length === 0 ? undefined : warnings,
  };
}

/** Ids of what is there already, by name: what has the same name keeps its id. */
function idsByName({ tx, scope, api }: Applying, kind: "authorizer" | "requestValidator"): Map<string, string> {
  return new Map(listParts(tx, scope, api.id, kind).map(({ name = "", id }) => [name, id]));
}

function ensured(ids: Map<string, string>, name: string, newId: () => string): string {
  const id = ids.get(name) ?? newId();
  ids.set(name, id);
  return id;
}

/** Resources stay with their ids where the definition has their paths: `resourcesByPath` puts those back. */
function clear({ tx, scope, api, isDocumentationIgnored }: Applying, resources: readonly ResourceRecord[]): void {
  for (const { id, parentId } of resources) if (parentId !== undefined) removePart(tx, scope, api.id, "resource", id);
  const root = resources.find(({ parentId }) => parentId === undefined);
  if (root !== undefined) savePart(tx, scope, api.id, "resource", root.id, { ...root, methods: {} });
  for (const kind of ["authorizer", "requestValidator", "gatewayResponse", "model"] as const)
    removeParts(tx, scope, api.id, kind);
  if (!isDocumentationIgnored) removeParts(tx, scope, api.id, "documentationPart");
}

function saveModels(
  { tx, scope, api, newId }: Applying,
  definition: Definition,
  attempt: (what: string, work: () => void) => void,
): void {
  const present = listParts(tx, scope, api.id, "model");
  const names = new Set([...present.map(({ name }) => name), ...definition.models.map(({ name }) => name)]);
  for (const model of definition.models)
    attempt(`Unable to create model '${model.name}'`, () => {
      const id = present.find(({ name }) => name === model.name)?.id ?? newId();
      requireModelIsSound({ v: 1, id, ...model }, names);
      savePart(tx, scope, api.id, "model", model.name, { v: 1, id, ...model });
    });
}

/** Gives the resource at a path, and makes those that are missing on the way. */
function resourcesByPath(
  { tx, scope, api, newId }: Applying,
  before: readonly ResourceRecord[],
): (path: string) => ResourceRecord {
  const idsBefore = new Map(before.map(({ path, id }) => [path, id]));
  return (path) => {
    const all = [...listParts(tx, scope, api.id, "resource")];
    let at: ResourceRecord | undefined = all.find(({ parentId }) => parentId === undefined);
    if (at === undefined) throw badRequest("The API has no root");
    for (const pathPart of path.split("/").filter((part) => part !== "")) {
      const parent: ResourceRecord = at;
      const known = all.find((resource) => resource.parentId === parent.id && resource.pathPart === pathPart);
      at = known ?? created(parent, pathPart, all);
      if (known === undefined) all.push(at);
    }
    return at;
  };

  function created(parent: ResourceRecord, pathPart: string, all: readonly ResourceRecord[]): ResourceRecord {
    requireChild(all, parent, pathPart);
    if (all.length >= LIMITS.resources) throw badRequest("Maximum number of resources for this API has been reached");
    const path = childPath(parent, pathPart);
    const resource: ResourceRecord = {
      v: 1,
      id: idsBefore.get(path) ?? newId(),
      parentId: parent.id,
      pathPart,
      path,
      methods: {},
    };
    savePart(tx, scope, api.id, "resource", resource.id, resource);
    return resource;
  }
}

function methodOf(
  { method, authorizerName, validatorName }: DefinedMethod,
  resource: ResourceRecord,
  authorizerIds: ReadonlyMap<string, string>,
  validatorIds: ReadonlyMap<string, string>,
): Method {
  const { methodIntegration: integration } = method;
  return {
    ...method,
    authorizerId: authorizerName === undefined ? undefined : authorizerIds.get(authorizerName),
    // AWS: "all" and its like are names; one that is not there is an error of the method.
    requestValidatorId: validatorName === undefined ? undefined : (validatorIds.get(validatorName) ?? validatorName),
    methodIntegration:
      integration === undefined
        ? undefined
        : {
            ...integration,
            cacheNamespace: integration.cacheNamespace === "" ? resource.id : integration.cacheNamespace,
          },
  };
}

function requireWhole({ tx, scope, api }: Applying, method: Method): void {
  requireMethodIsSound(tx, scope, api.id, method);
  for (const response of Object.values(method.methodResponses)) {
    requireResponseParameters(response.responseParameters);
    requireModels(tx, scope, api.id, response.responseModels);
  }
  if (method.methodIntegration === undefined) return;
  requireIntegrationIsSound(method.methodIntegration);
  for (const response of Object.values(method.methodIntegration.integrationResponses))
    requireIntegrationResponseIsSound(response);
}

function saveDocumentation(
  { tx, scope, api, newId, isDocumentationIgnored }: Applying,
  parts: readonly DefinedPart[],
): void {
  if (isDocumentationIgnored) return;
  const present = listParts(tx, scope, api.id, "documentationPart");
  for (const part of parts) {
    const id = present.find(({ location }) => isSameLocation(location, part.location))?.id ?? newId();
    savePart(tx, scope, api.id, "documentationPart", id, { v: 1, id, ...part });
  }
}

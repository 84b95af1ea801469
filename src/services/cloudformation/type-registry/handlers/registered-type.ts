// A registered version as the engine takes resource types: each of its actions is a call of the handler. What templates give is held against the schema as
// for types that a user defines. Resource scans go by the types that all accounts have, so there is no `list`.

import { createHash } from "node:crypto";
import { AwsError } from "../../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../../service/context.ts";
import type { RegistrySchema, ResourceDefinition } from "../../../../service/define-resource.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../../service/resource-type.ts";
import { PLAIN_FAILURE } from "../../errors.ts";
import { physicalIdOf, typeOf } from "../../own-types/own-type.ts";
import { attachSchema } from "../../schema/resource-schema.ts";
import { isRecord } from "../../template/values.ts";
import { resolvedConfiguration } from "../configuration.ts";
import { registryError } from "../errors.ts";
import { isRegistrySchema } from "../package.ts";
import type { ProgressEvent, TypeVersionRecord } from "../records.ts";
import { failed } from "./invoke.ts";
import type { HandlerAction, HandlerCall } from "./request.ts";
import { askHandler, runHandler } from "./run.ts";

type Model = Readonly<Record<string, unknown>>;

// AWS: "timeoutInMinutes" of a handler: 120 by default, 2 to 2,160.
const DEFAULT_MINUTES = 120;
const LEAST_MINUTES = 2;
const MOST_MINUTES = 2160;

/** The type of a version, for one account and region. */
export function registeredType(yard: YardContext, scope: Scope, version: TypeVersionRecord): ResourceType {
  const source: unknown = JSON.parse(version.schema);
  if (!isRegistrySchema(source)) throw registryError(`The schema of '${version.typeName}' is not right.`);
  const handlers = handlersOf(source);
  const { type, schema } = typeOf(definitionOf(yard, scope, version, source));
  attachSchema(type, schema);
  const { update, ...rest } = type;
  const made: ResourceType = {
    ...rest,
    ...(handlers.has("update") && update !== undefined ? { update } : {}),
  };
  attachSchema(made, schema);
  return made;
}

function definitionOf(
  yard: YardContext,
  scope: Scope,
  version: TypeVersionRecord,
  source: RegistrySchema,
): ResourceDefinition<Model> {
  const identifier = source.primaryIdentifier.map((pointer) => pointer.split("/").slice(2).join("."));
  const readOnly = (source.readOnlyProperties ?? []).map((pointer) => pointer.split("/")[2] ?? "");
  const common = { yard, scope, version };

  const callOf = async (
    action: HandlerAction,
    properties: Model,
    context: Partial<ResourceContext> & Pick<ResourceContext, "aws">,
    previous?: Model,
  ): Promise<HandlerCall> => {
    const typeConfiguration = await resolvedConfiguration(yard, scope, version.typeName, context.aws);
    const { stackId, logicalId, tags, clientToken = "" } = context;
    return {
      action,
      // A read outside of an operation has a token of its own.
      bearerToken: clientToken === "" ? yard.random.uuid() : bearerTokenOf(clientToken),
      properties,
      ...(previous === undefined ? {} : { previous }),
      ...(stackId === undefined ? {} : { stackId }),
      ...(logicalId === undefined ? {} : { logicalId }),
      ...(tags === undefined ? {} : { tags }),
      ...(typeConfiguration === undefined ? {} : { typeConfiguration }),
    };
  };
  const change = async (
    action: "CREATE" | "UPDATE" | "DELETE",
    properties: Model,
    context: ResourceContext,
    previous?: Model,
  ): Promise<ProgressEvent> => {
    let isKnown = action !== "CREATE";
    return runHandler({
      ...common,
      call: await callOf(action, properties, context, previous),
      attempt: context.attempt ?? "",
      timeoutMs: minutesOf(source, action) * 60_000,
      onModel: (model) => {
        const physicalId = action === "CREATE" ? physicalIdOf(identifier, model) : undefined;
        if (physicalId === undefined) return;
        isKnown = true;
        context.identify(physicalId);
      },
      stopped: context.stopped,
      mayStop: () => action === "CREATE" && isKnown,
    });
  };
  const identityOf = (model: Model): Model => pick(model, new Set(identifier.map((path) => path.split(".")[0] ?? "")));
  const read = async (known: Model, context: ResourceContext): Promise<Model | undefined> => {
    // AWS: a read handler gets the primary identifier; what it does with more works here only.
    const event = await askHandler({ ...common, call: await callOf("READ", identityOf(known), context) });
    if (event.status === "FAILED" && event.errorCode === "NotFound") return undefined;
    return requireModel(event, context);
  };
  /** AWS: what a handler leaves out of its answer, CloudFormation reads. */
  const complete = async (model: Model, context: ResourceContext): Promise<Model> => {
    if (readOnly.every((name) => model[name] !== undefined && model[name] !== null)) return model;
    return { ...model, ...(await read(model, context)) };
  };

  return {
    schema: source,
    create: async (desired, context: ResourceContext) =>
      complete(requireModel(await change("CREATE", desired, context), context), context),
    read,
    update: async (desired, previous, context: ResourceContext) =>
      complete(requireModel(await change("UPDATE", desired, context, previous), context), context),
    delete: async (known, context: ResourceContext) => {
      const event = await change("DELETE", known, context);
      if (event.status === "FAILED" && event.errorCode !== "NotFound")
        throw failure(event, bearerTokenOf(context.clientToken));
    },
  };
}

function requireModel(event: ProgressEvent, { clientToken }: Pick<ResourceContext, "clientToken">): Model {
  const token = bearerTokenOf(clientToken);
  if (event.status === "FAILED") throw failure(event, token);
  if (event.resourceModel === undefined)
    throw failure(failed("InternalFailure", "The handler returned no model."), token);
  return event.resourceModel;
}

/** AWS: the words that stack events have for types of the registry. */
function failure({ message, errorCode }: ProgressEvent, token: string): AwsError {
  return new AwsError({
    code: PLAIN_FAILURE,
    message: `Resource handler returned message: "${message ?? "null"}" (RequestToken: ${token}, HandlerErrorCode: ${errorCode ?? "InternalFailure"})`,
  });
}

/** AWS: handlers' tokens are UUIDs; the engine's are not. */
function bearerTokenOf(clientToken: string): string {
  const digits = createHash("sha256").update(clientToken).digest("hex").slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function handlersOf(source: object): ReadonlySet<string> {
  const handlers: unknown = "handlers" in source ? source.handlers : undefined;
  return new Set(isRecord(handlers) ? Object.keys(handlers) : []);
}

function minutesOf(source: object, action: HandlerAction): number {
  const handlers: unknown = "handlers" in source ? source.handlers : undefined;
  const handler = isRecord(handlers) ? handlers[action.toLowerCase()] : undefined;
  const minutes = isRecord(handler) ? handler["timeoutInMinutes"] : undefined;
  if (typeof minutes !== "number") return DEFAULT_MINUTES;
  return Math.min(MOST_MINUTES, Math.max(LEAST_MINUTES, minutes));
}

function pick(model: Properties, names: ReadonlySet<string>): Model {
  return Object.fromEntries(Object.entries(model).filter(([name]) => names.has(name)));
}

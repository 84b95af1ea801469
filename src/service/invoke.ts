// The steps that a call from outside and a call between services share: constraints, authorisation, the operation.

import type { AccessRequest } from "../iam/authorization.ts";
import type { Principal } from "../iam/principal.ts";
import { AwsError } from "../kernel/errors.ts";
import { monotonicMs } from "../kernel/real-time.ts";
import type { ServiceId } from "../model/model.ts";
import { type AwsApis, API_SERVICE } from "./apis.ts";
import { type AuditedCaller, type Auditor, eventSourceOf } from "./audit.ts";
import { authorize } from "./authorize.ts";
import { coralValidationError } from "./constraints.ts";
import type { CallOptions, Context, Scope, YardContext } from "./context.ts";
import type { HttpEndpoints } from "./http-endpoints.ts";
import type { Identity } from "./identity.ts";
import type { Endpoint, Registry } from "./registry.ts";

/** Who calls, from where, and how the answer finds back. */
export interface CallInfo extends AuditedCaller {
  readonly origin: string;
  /** As the client wrote it, without the query; undefined for calls inside the process. */
  readonly requestPath?: string;
  /** Of a call that may be repeated: see once.ts. */
  readonly repeatToken?: string;
  /** Aborts when the client has gone; made on the first call. */
  readonly abortSignal: () => AbortSignal;
}

export type Invoke = (
  endpoint: Endpoint,
  input: Record<string, unknown>,
  call: CallInfo,
) => Promise<Record<string, unknown>>;

const NO_HEADERS: CallInfo["headers"] = {};
const { signal: NEVER_ABORTS } = new AbortController();
const neverAborts = (): AbortSignal => NEVER_ABORTS;

export interface Invoker {
  readonly invoke: Invoke;
  readonly as: YardContext["as"];
  /** The yard as one service sees it: what it calls on its own account, from jobs and pollers, is known to be its doing. */
  yardOf(service: ServiceId): YardContext;
}

/** Makes the shared steps for one yard, and the caller with which its services reach each other. */
export function createInvoker(
  registry: Registry,
  identity: Identity,
  auditor: Auditor,
  yard: () => YardContext,
  endpoints: (principal: Principal, scope: Scope) => HttpEndpoints,
): Invoker {
  async function invoke(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    call: CallInfo,
  ): Promise<Record<string, unknown>> {
    const { counts } = endpoint.service;
    if (counts === undefined) return perform(endpoint, input, call);
    const startedMs = monotonicMs();
    let output: Record<string, unknown> | undefined;
    let failure: unknown;
    try {
      output = await perform(endpoint, input, call);
      return output;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      const durationMs = monotonicMs() - startedMs;
      counts({ operation: endpoint.model.name, scope: call, input, output, failure, durationMs }, yard());
    }
  }

  async function perform(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    call: CallInfo,
  ): Promise<Record<string, unknown>> {
    const violations = endpoint.checkInput(input);
    if (violations.length > 0)
      throw (endpoint.service.validationError ?? coralValidationError)(violations, endpoint.model.name);
    if (endpoint.unserved.length > 0) refuseUnserved(endpoint, input);
    const coverage = auditor.coverageOf(endpoint);
    if (coverage === "none") {
      authorizeCall(endpoint, input, call);
      return (await endpoint.run(input, contextOf(call, endpoint))) ?? {};
    }
    let requests: readonly AccessRequest[] | undefined;
    let output: Record<string, unknown>;
    try {
      requests = authorizeCall(endpoint, input, call);
      output = (await endpoint.run(input, contextOf(call, endpoint))) ?? {};
    } catch (failure) {
      await auditor.record({ endpoint, input, caller: call, requests, failure });
      throw failure;
    }
    if (coverage === "all") await auditor.record({ endpoint, input, caller: call, requests, output });
    return output;
  }

  function authorizeCall(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    { principal, account, region, headers, requestId, requestPath, sourceIp, invokedBy }: CallInfo,
  ): readonly AccessRequest[] {
    return authorize(identity, endpoint, input, {
      principal,
      account,
      region,
      headers,
      requestId,
      yard: yard(),
      ...(requestPath === undefined ? {} : { requestPath }),
      ...(sourceIp === undefined ? {} : { sourceIp }),
      ...(invokedBy === undefined ? {} : { invokedBy }),
    });
  }

  // The yard's members and what is rarely asked for come from one prototype a service; a request adds only its own.
  const prototypes = new Map<ServiceId, object>();

  function prototypeOf(service: ServiceId): object {
    let prototype = prototypes.get(service);
    if (prototype === undefined) {
      prototype = Object.create(yardOf(service), {
        aws: {
          get(this: Context) {
            return this.as(this.principal, this);
          },
        },
        abort: {
          get(this: CallInfo) {
            return this.abortSignal();
          },
        },
      }) as object;
      prototypes.set(service, prototype);
    }
    return prototype;
  }

  function contextOf(call: CallInfo, { service }: Endpoint): Context {
    const context = Object.create(prototypeOf(service.id)) as { -readonly [Name in keyof CallInfo]: CallInfo[Name] };
    context.principal = call.principal;
    context.account = call.account;
    context.region = call.region;
    context.requestId = call.requestId;
    context.headers = call.headers;
    context.abortSignal = call.abortSignal;
    context.origin = call.origin;
    context.sourceIp = call.sourceIp;
    if (call.requestPath !== undefined) context.requestPath = call.requestPath;
    if (call.invokedBy !== undefined) context.invokedBy = call.invokedBy;
    if (call.repeatToken !== undefined) context.repeatToken = call.repeatToken;
    return context as unknown as Context;
  }

  const yards = new Map<ServiceId, YardContext>();

  function yardOf(service: ServiceId): YardContext {
    let own = yards.get(service);
    if (own === undefined) {
      const invokedBy = eventSourceOf(service);
      own = Object.create(yard(), {
        as: {
          value: (principal: Principal, scope: Scope, options?: CallOptions) =>
            callsAs(principal, scope, options, invokedBy),
        },
      }) as YardContext;
      yards.set(service, own);
    }
    return own;
  }

  function callsAs(principal: Principal, scope: Scope, options: CallOptions = {}, invokedBy?: string): AwsApis {
    const { account, region } = scope;
    const { headers = NO_HEADERS, sourceIp, repeatToken } = options;
    const callOperation = (service: string, operation: string, input: unknown): Promise<unknown> => {
      const current = yard();
      const call: CallInfo = {
        principal,
        account,
        region,
        requestId: current.random.uuid(),
        origin: current.origin,
        headers,
        abortSignal: neverAborts,
        ...(sourceIp === undefined ? {} : { sourceIp }),
        ...(repeatToken === undefined ? {} : { repeatToken }),
        ...(invokedBy === undefined ? {} : { invokedBy }),
      };
      // `require` throws for what is not there; callers see a rejected promise either way.
      const ready = registry.load(service) ?? Promise.resolve();
      return ready.then(() =>
        invoke(registry.require(service, operation), (input ?? {}) as Record<string, unknown>, call),
      );
    };
    return new Apis(callOperation, () => endpoints(principal, scope)) as unknown as AwsApis;
  }

  return { invoke, as: (principal, scope, options) => callsAs(principal, scope, options), yardOf };
}

/** Throws if the input gives a member that the service does not honour yet. An empty list or map asks for nothing. */
function refuseUnserved({ unserved, model }: Endpoint, input: Readonly<Record<string, unknown>>): void {
  for (const name of unserved) {
    const value = input[name];
    if (value === undefined || value === null) continue;
    // Structures are given even when they are empty.
    if (model.input.members.get(name)?.shape.kind === "map" && Object.keys(value).length === 0) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    throw new AwsError({
      code: "NotImplemented",
      status: 501,
      message: `Stackyard does not implement the parameter ${name} of ${model.name} yet.`,
    });
  }
}

type CallOperation = (service: string, operation: string, input: unknown) => Promise<unknown>;

/** Who calls; the APIs themselves are getters of one prototype, for a set of them is made for nearly every call. */
class Apis {
  readonly callOperation: CallOperation;
  readonly endpoints: () => HttpEndpoints;

  constructor(callOperation: CallOperation, endpoints: () => HttpEndpoints) {
    this.callOperation = callOperation;
    this.endpoints = endpoints;
  }

  get httpEndpoints(): HttpEndpoints {
    return this.endpoints();
  }
}

// No proxies at the level of the services: a set of APIs may be awaited.
for (const [api, service] of Object.entries(API_SERVICE)) {
  Object.defineProperty(Apis.prototype, api, {
    get(this: Apis) {
      const { callOperation } = this;
      return new Proxy(
        {},
        {
          get: (_calls, name) => {
            // What is awaited is asked for "then": no operation has that name.
            if (typeof name !== "string" || name === "then") return undefined;
            return (input: unknown) => callOperation(service, upperFirst(name), input);
          },
        },
      );
    },
  });
}

/** The SDK's method name as the operation's name: sendMessage -> SendMessage. */
function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Any failure as what the client gets: an AWS error as it is, anything else as an internal failure of ours. */
export function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError({
    code: "InternalFailure",
    status: 500,
    message: "The request processing has failed because of an internal error of Stackyard.",
    cause: error,
  });
}

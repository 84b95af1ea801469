// The steps that a call from outside and a call between services share: constraints, authorisation, the operation.

import type { Principal } from "../iam/principal.ts";
import { AwsError } from "../kernel/errors.ts";
import { type AwsApis, API_SERVICE } from "./apis.ts";
import { authorize } from "./authorize.ts";
import { coralValidationError } from "./constraints.ts";
import type { Context, Scope, YardContext } from "./context.ts";
import type { Identity } from "./identity.ts";
import type { Endpoint, Registry } from "./registry.ts";

/** Who calls, from where, and how the answer finds back. */
export interface CallInfo extends Scope {
  readonly principal: Principal;
  readonly requestId: string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Aborts when the client has gone; made on the first call. */
  readonly abortSignal: () => AbortSignal;
  readonly sourceIp?: string;
}

export type Invoke = (
  endpoint: Endpoint,
  input: Record<string, unknown>,
  call: CallInfo,
) => Promise<Record<string, unknown>>;

const NO_HEADERS: CallInfo["headers"] = {};
const { signal: NEVER_ABORTS } = new AbortController();
const neverAborts = (): AbortSignal => NEVER_ABORTS;

/** Makes the shared steps for one yard, and the caller with which its services reach each other. */
export function createInvoker(
  registry: Registry,
  identity: Identity,
  yard: () => YardContext,
): { invoke: Invoke; as: YardContext["as"] } {
  async function invoke(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    call: CallInfo,
  ): Promise<Record<string, unknown>> {
    const violations = endpoint.checkInput(input);
    if (violations.length > 0)
      throw (endpoint.service.validationError ?? coralValidationError)(violations, endpoint.model.name);
    if (endpoint.unserved.length > 0) refuseUnserved(endpoint, input);
    const { principal, account, region, headers, sourceIp } = call;
    authorize(identity, endpoint, input, {
      principal,
      account,
      region,
      headers,
      yard: yard(),
      ...(sourceIp === undefined ? {} : { sourceIp }),
    });
    return (await endpoint.run(input, contextOf(call))) ?? {};
  }

  // The yard's members and what is rarely asked for come from one prototype; a request adds only what is its own.
  let prototype: object | undefined;

  function contextOf(call: CallInfo): Context {
    prototype ??= Object.create(yard(), {
      aws: {
        get(this: Context) {
          return as(this.principal, this);
        },
      },
      abort: {
        get(this: CallInfo) {
          return this.abortSignal();
        },
      },
    }) as object;
    const context = Object.create(prototype) as { -readonly [Name in keyof CallInfo]: CallInfo[Name] };
    context.principal = call.principal;
    context.account = call.account;
    context.region = call.region;
    context.requestId = call.requestId;
    context.headers = call.headers;
    context.abortSignal = call.abortSignal;
    context.origin = call.origin;
    return context as unknown as Context;
  }

  function as(principal: Principal, scope: Scope): AwsApis {
    const { account, region } = scope;
    const callOperation = (service: string, operation: string, input: unknown): Promise<unknown> => {
      const current = yard();
      const call: CallInfo = {
        principal,
        account,
        region,
        requestId: current.random.uuid(),
        origin: current.origin,
        headers: NO_HEADERS,
        abortSignal: neverAborts,
      };
      // `require` throws for what is not there; callers see a rejected promise either way.
      return Promise.resolve().then(() =>
        invoke(registry.require(service, operation), (input ?? {}) as Record<string, unknown>, call),
      );
    };
    return apisOf(callOperation);
  }

  return { invoke, as };
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

/** One object a service, made when it is first asked for. No proxies at this level: an AwsApis may be awaited. */
function apisOf(callOperation: (service: string, operation: string, input: unknown) => Promise<unknown>): AwsApis {
  const apis = {};
  for (const [api, service] of Object.entries(API_SERVICE)) {
    Object.defineProperty(apis, api, {
      get: () =>
        new Proxy(
          {},
          {
            get: (_calls, name) => {
              // What is awaited is asked for "then": no operation has that name.
              if (typeof name !== "string" || name === "then") return undefined;
              return (input: unknown) => callOperation(service, upperFirst(name), input);
            },
          },
        ),
    });
  }
  return apis as AwsApis;
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
